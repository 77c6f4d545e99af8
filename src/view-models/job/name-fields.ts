import { NAME_UNITS } from '../../contracts/fields.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { inChoice, isTyped, NAME_FIELDS, shownIn } from '../../domain/forms/names.ts'
import type { Job } from '../../domain/job/job.ts'

/** One field of `views/fragments/job/name-fields.eta`. */
interface NameInput {
  name: string
  /** Unlike that of the same field in another form of the page. */
  id: string
  label: string
  value: string
  /** Of the hidden field that says what the page showed. */
  shownName: string
  shown: string
  short: boolean
}

/** Name, team and number of the player; two forms of a job hold them, which `form` tells apart. */
export interface NameFields {
  inputs: NameInput[]
  /** Most UTF-16 units of a name. */
  units: number
  /** Something was typed in this form, and it was not taken. */
  isTyped: boolean
}

const LABELS = {
  profile: { playerName: 'Player name', teamName: 'Team', shirtNumber: 'Number' },
  choice: {
    playerName: 'Name of this player',
    teamName: 'Team of this player',
    shirtNumber: 'Number of this player',
  },
} as const

/** `typed`: the form as it was refused; what was typed stands in it again. Null where there is none. */
export function nameFields(
  { player }: Pick<Job, 'player'>,
  form: keyof typeof LABELS,
  typed: Fields | null,
): NameFields {
  const inputs = NAME_FIELDS.map((name) => {
    const now = player[name] === null ? '' : String(player[name])
    return {
      name,
      // A refusal leads to the field by this id.
      id: form === 'choice' ? inChoice(name) : name,
      label: LABELS[form][name],
      value: typed !== null && isTyped(typed, name) ? textOf(typed, name) : now,
      shownName: shownIn(name),
      shown: now,
      short: name === 'shirtNumber',
    }
  })
  return { inputs, units: NAME_UNITS, isTyped: inputs.some(({ value, shown }) => value !== shown) }
}
