import { NAME_CHARACTERS } from '../../contracts/fields.ts'
import { type Decoded, type Fields, fault, textOf } from './fields.ts'

/** What the service stores of a player beside the track (docs/contract.md#player-profile). */
export const NAME_FIELDS = ['playerName', 'teamName', 'shirtNumber'] as const
export type NameField = (typeof NAME_FIELDS)[number]

/** The name of the hidden field that says what the page showed in a field. */
export const shownIn = (field: NameField) => `shown_${field}`

const WORDS = { playerName: 'name of the player', teamName: 'name of the team' } as const

/**
 * `player-profile` with what the analyst has changed: a field that stands as the page showed it is not sent, so
 * nobody else's change is undone and no odd name of the service is sent back. A blank field clears the value.
 */
export function playerProfileForm(fields: Fields): Decoded {
  const changed = NAME_FIELDS.filter((name) => isChanged(fields, name))
  if (changed.length === 0) return fault(null, 'The name, team and number stand as they were.')
  const body: Record<string, string | number | null> = {}
  for (const name of changed) {
    const text = textOf(fields, name)
    if (name === 'shirtNumber') {
      if (!/^\d{0,2}$/.test(text)) {
        return fault(name, 'The shirt number must be a whole number from 0 to 99.')
      }
      body[name] = text === '' ? null : Number(text)
    } else {
      if ([...text].length > NAME_CHARACTERS) {
        return fault(name, `The ${WORDS[name]} may have at most ${NAME_CHARACTERS} characters.`)
      }
      body[name] = text || null
    }
  }
  return { body }
}

/** The fields of names in the form of another action, where one was changed in it; else null. */
export function namesIn(fields: Fields): Fields | null {
  const names = NAME_FIELDS.filter((name) => fields[shownIn(name)] !== undefined)
  if (!names.some((name) => isChanged(fields, name))) return null
  return Object.fromEntries(
    names.flatMap((name) => [name, shownIn(name)]).map((name) => [name, fields[name]]),
  )
}

function isChanged(fields: Fields, name: NameField): boolean {
  const shown = shownIn(name)
  return (
    fields[name] !== undefined &&
    (fields[shown] === undefined || textOf(fields, name) !== textOf(fields, shown))
  )
}
