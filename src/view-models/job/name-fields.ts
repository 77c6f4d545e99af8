import { NAME_UNITS } from '../../contracts/fields.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { besideBox, inChoice, isTyped, NAME_FIELDS, shownIn } from '../../domain/forms/names.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Urls } from '../../urls.ts'
import { actionForm } from '../action-form.ts'

/** One field of `views/fragments/job/name-fields.eta`. */
interface NameInput {
  name: string
  /** Differs from the id of the same field in other forms of the page. */
  id: string
  label: string
  value: string
  /** The name of the hidden field that says what the page showed. */
  shownName: string
  shown: string
  short: boolean
}

/** Name, team and number of the player; several forms of a job hold them, two of them on the page of a frame. */
export interface NameFields {
  inputs: NameInput[]
  /** Most UTF-16 units of a name. */
  units: number
  /** True if something was typed in this form and not stored. */
  isTyped: boolean
}

const CHOSEN = {
  playerName: 'Name of this player',
  teamName: 'Team of this player',
  shirtNumber: 'Number of this player',
} as const
/** The labels of each form, and the ids of its fields: a refusal leads to a field by its id. */
const FORMS = {
  profile: {
    labels: { playerName: 'Player name', teamName: 'Team', shirtNumber: 'Number' },
    idOf: (name: string) => name,
  },
  choice: { labels: CHOSEN, idOf: inChoice },
  box: { labels: CHOSEN, idOf: besideBox },
} as const

/** Whether the service takes names with the choice of a player. */
export function canName(job: Job, urls: Urls, service: ServiceFacts): boolean {
  return actionForm(job, 'player-profile', urls, service) !== null
}

/** `typed`: the refused form, whose values are shown again; null if there is none. */
export function nameFields(
  { player }: Pick<Job, 'player'>,
  form: keyof typeof FORMS,
  typed: Fields | null,
): NameFields {
  const { labels, idOf } = FORMS[form]
  const inputs = NAME_FIELDS.map((name) => {
    const now = player[name] === null ? '' : String(player[name])
    return {
      name,
      id: idOf(name),
      label: labels[name],
      value: typed !== null && isTyped(typed, name) ? textOf(typed, name) : now,
      shownName: shownIn(name),
      shown: now,
      short: name === 'shirtNumber',
    }
  })
  return { inputs, units: NAME_UNITS, isTyped: inputs.some(({ value, shown }) => value !== shown) }
}
