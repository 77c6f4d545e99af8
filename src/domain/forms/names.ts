import { NAME_CHARACTERS } from '../../contracts/fields.ts'
import { isStorable } from '../../contracts/text.ts'
import { type Action, permission } from '../job/allowed-actions.ts'
import type { Job } from '../job/job.ts'
import type { ServiceFacts } from '../job/service-facts.ts'
import { foreignText } from '../text/foreign-text.ts'
import { type Decoded, type Fields, type FormFault, fault, textOf } from './fields.ts'

/** What the service stores about a player apart from the track (docs/contract.md#player-profile). */
export const NAME_FIELDS = ['playerName', 'teamName', 'shirtNumber'] as const
type NameField = (typeof NAME_FIELDS)[number]

/** The name of the hidden field that says what the page showed in a field. */
export const shownIn = (field: NameField) => `shown_${field}`

/** The id of a name field in a form that chooses a player. In the form of names alone, the id is the field's name. */
export const inChoice = (field: string) => `choice-${field}`
/** The id of a name field in a form with a box. */
export const besideBox = (field: string) => `box-${field}`

const WORDS: Record<NameField, string> = {
  playerName: 'name of the player',
  teamName: 'name of the team',
  shirtNumber: 'shirt number',
}

/**
 * The body of `player-profile`, with only the fields that the analyst changed. Unchanged fields are not sent: they
 * could undo another person's change, or send back a strange name of the service. A blank field clears the value.
 */
export function playerProfileForm(fields: Fields, { job }: { job: Pick<Job, 'player'> }): Decoded {
  const changed = NAME_FIELDS.filter((name) => isTyped(fields, name))
  if (changed.length === 0) return fault(null, 'The name, team and number stand as they were.')
  const faults = changed.flatMap((name) => faultOf(fields, name, job) ?? [])
  if (faults.length > 0) return { faults }
  const entries = changed.map((name) => {
    const text = textOf(fields, name)
    return [name, text === '' ? null : name === 'shirtNumber' ? Number(text) : text]
  })
  return { body: Object.fromEntries(entries) }
}

/**
 * The change of names in the form of another action, as a separate action; empty if no name is changed. It is judged
 * before anything is sent, because the service takes the names last.
 */
export function namingIn(
  fields: Fields,
  job: Job,
  service: ServiceFacts,
): { action: Action; fields: Fields }[] | { faults: FormFault[] } {
  if (!changesNames(fields, job)) return []
  const may = permission(job, 'player-profile', service)
  if (!may.allowed) return { faults: [{ field: null, message: may.message }] }
  const names = NAME_FIELDS.flatMap((name) => [name, shownIn(name)])
  const naming = Object.fromEntries(names.map((name) => [name, fields[name]]))
  const decoded = playerProfileForm(naming, { job })
  const idOf = fields['left'] === undefined ? inChoice : besideBox
  if ('body' in decoded) return [{ action: 'player-profile', fields: naming }]
  return {
    faults: decoded.faults.map((one) => ({ ...one, field: one.field && idOf(one.field) })),
  }
}

/** The name fields in which somebody changed what the page showed. */
export function typedNames(fields: Fields): NameField[] {
  return NAME_FIELDS.filter((name) => fields[shownIn(name)] !== undefined && isTyped(fields, name))
}

/** True if a form asks for other names than the stored ones. */
export function changesNames(fields: Fields, job: Pick<Job, 'player'>): boolean {
  return typedNames(fields).some((name) => textOf(fields, name) !== stored(job, name))
}

/** True if a field differs from what the page showed in it. */
export function isTyped(fields: Fields, name: NameField): boolean {
  const shown = shownIn(name)
  return (
    fields[name] !== undefined &&
    (fields[shown] === undefined || textOf(fields, name) !== textOf(fields, shown))
  )
}

function faultOf(fields: Fields, name: NameField, job: Pick<Job, 'player'>): FormFault | null {
  const text = textOf(fields, name)
  const now = stored(job, name)
  const isOld = fields[shownIn(name)] !== undefined && textOf(fields, shownIn(name)) !== now
  const refuse = (message: string) => ({ field: name, message })
  if (name === 'shirtNumber' && !/^\d{0,2}$/.test(text)) {
    return refuse('The shirt number must be a whole number from 0 to 99.')
  }
  if ([...text].length > NAME_CHARACTERS) {
    return refuse(`The ${WORDS[name]} may have at most ${NAME_CHARACTERS} characters.`)
  }
  if (text !== '' && foreignText(text) === null) {
    return refuse(`Nobody could see this ${WORDS[name]}. Leave the field empty to remove it.`)
  }
  if (!isStorable(text)) {
    return refuse(`The ${WORDS[name]} holds a tab or a broken character. Type it anew.`)
  }
  if (isOld && text !== now) {
    const change = now === '' ? 'removed the' : `stored “${foreignText(now)}” as the`
    return refuse(
      `Somebody else has ${change} ${WORDS[name]} meanwhile. Send the form again to replace that.`,
    )
  }
  return null
}

function stored({ player }: Pick<Job, 'player'>, name: NameField): string {
  return String(player[name] ?? '').trim()
}
