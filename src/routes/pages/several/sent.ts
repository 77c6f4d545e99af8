import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { type Fields, textOf } from '../../../domain/forms/fields.ts'
import type { PlayerLine } from '../../../domain/forms/player-lines.ts'
import type { NotMade } from '../../../view-models/players-not-made.ts'
import type { MadeJob } from '../../../view-models/several.ts'
import type { PressOutcome } from './create.ts'

/** How long the same press gets the same answer, milliseconds: a reload may send its form again. */
export const REMEMBERED_MS = 3_600_000
const MOST_REMEMBERED = 500
/** Most presses that are remembered of one form, and most jobs. */
const MOST_PRESSES = 20
const MOST_MADE = 200

/** A name that we have given to a form. */
const FORM_NAME = /^[0-9a-f-]{36}$/

/** What one form has sent, from its first look at the players to its last press. Back may send any of these again. */
export interface SentForm {
  /** The outcome of each press, by what was typed. */
  outcomes: LRUCache<string, Promise<PressOutcome>>
  /** The id of each job that the form has created, by the body. */
  made: LRUCache<string, string>
  /** Each job that the form may have created, by the body. */
  unsure: LRUCache<string, NotMade>
  /** The last press. Presses take turns, so that the next one creates nothing twice. */
  last: Promise<unknown>
}

/** What the forms of this process have sent. `key` names the form and its client. */
export class SeveralSent {
  readonly #forms = new LRUCache<string, SentForm>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS })

  /** Gives back a new form if the key is unknown. Only `keep` remembers it. */
  of(key: string): SentForm {
    return (
      this.#forms.get(key) ?? {
        outcomes: new LRUCache({ max: MOST_PRESSES }),
        made: new LRUCache({ max: MOST_MADE }),
        unsure: new LRUCache({ max: MOST_MADE }),
        last: Promise.resolve(),
      }
    )
  }

  keep(key: string, form: SentForm) {
    this.#forms.set(key, form)
  }
}

/** Runs a press after the earlier presses of the form. */
export function inTurn<T>(form: SentForm, press: () => Promise<T>): Promise<T> {
  const running = form.last.then(press, press)
  form.last = running
  return running
}

/** Notes what a press has made, and what it may have made. */
export function noteMade(
  { made, unsure }: SentForm,
  outcome: PressOutcome,
  players: readonly PlayerLine[],
  bodies: readonly unknown[],
) {
  for (const { id, player } of outcome.made) {
    made.set(digestOf(bodies[players.indexOf(player)]), id)
  }
  for (const one of outcome.unsure) {
    unsure.set(digestOf(bodies[players.indexOf(one.player)]), one)
  }
}

/** The players whose jobs this form has made before or may have made, and the others with their bodies. */
export function withoutMade(
  { made, unsure }: SentForm,
  players: readonly PlayerLine[],
  bodies: readonly unknown[],
) {
  const before = { made: [] as MadeJob[], unsure: [] as NotMade[] }
  const fresh: { player: PlayerLine; body: unknown }[] = []
  for (const [i, player] of players.entries()) {
    const digest = digestOf(bodies[i])
    const id = made.get(digest)
    const maybe = unsure.get(digest)
    if (id !== undefined) before.made.push({ id, player })
    else if (maybe !== undefined) before.unsure.push({ ...maybe, player })
    else fresh.push({ player, body: bodies[i] })
  }
  return { before, players: fresh.map((one) => one.player), bodies: fresh.map((one) => one.body) }
}

/** Identifies what was typed, because only the players that were shown may be created. */
export function digestOfTyped({ checked: _, once: __, ...fields }: Fields): string {
  return digestOf(fields)
}

const digestOf = (body: unknown) =>
  createHash('sha256').update(JSON.stringify(body)).digest('base64url')

/** Reads the name of the form, which is in its address and in what it sends. */
export function onceOf(fields: Fields): string {
  const name = textOf(fields, 'once') || textOf(fields, 'form')
  return FORM_NAME.test(name) ? name : ''
}
