import type { FormFault } from './fields.ts'

/** One player of a pasted list. */
export interface PlayerLine {
  name: string
  /** `''` if the line has none. */
  shirt: string
  /** `''` if the line has none: then the role of the form counts. */
  role: string
}

/** Enough for one squad. It also limits how many requests one press can send to a service that refuses them. */
export const MOST_LINES = 25

/** A name with its number before it: `9 L. Okafor`, `9. L. Okafor`. */
const NUMBERED = /^(\d{1,2})[.)]?\s(\D.*)$/
const NUMBER = /^\d{1,2}$/

/**
 * Reads a list of players, one per line, as people type it or copy it from a table: number, name and role, separated by
 * commas, semicolons or tabs. The number may come before or after the name. Blank lines are skipped.
 * @param field the control that the faults belong to
 */
export function readPlayerLines(
  text: string,
  field: string,
): { players: PlayerLine[]; faults: FormFault[] } {
  const players: PlayerLine[] = []
  const faults: FormFault[] = []
  const seen = new Map<string, number>()
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue
    const read = readLine(line)
    const key = JSON.stringify(read).toLowerCase()
    const before = seen.get(key)
    const wrong = 'wrong' in read ? read.wrong : before && `is the same as line ${before}`
    if (wrong) faults.push({ field, message: `Line ${at + 1} ${wrong}.` })
    else if (!('wrong' in read)) players.push(read)
    seen.set(key, at + 1)
  }
  const count = players.length + faults.length
  if (count === 0) faults.push({ field, message: 'Enter the players, one a line.' })
  if (count > MOST_LINES) {
    return {
      players: [],
      faults: [
        {
          field,
          message: `These are ${count} players: at most ${MOST_LINES} jobs are created at once.`,
        },
      ],
    }
  }
  return { players, faults }
}

function readLine(line: string): PlayerLine | { wrong: string } {
  const parts = line.split(/[,;\t]/).map((part) => part.trim())
  const numbers = parts.filter((part) => /^\d+$/.test(part))
  const words = parts.filter((part) => part !== '' && !numbers.includes(part))
  const [first = '', role = '', ...more] = words
  // A number in its own part is the shirt number. Then a number at the start of a name belongs to the name.
  const [, before = null, name = first] = (numbers.length === 0 && NUMBERED.exec(first)) || []
  const shirts = [...(before === null ? [] : [before]), ...numbers]
  if (name.trim() === '') return { wrong: 'has no name' }
  if (more.length > 0) return { wrong: 'has more than a number, a name and a role' }
  if (shirts.length > 1) return { wrong: 'has more than one number' }
  const [shirt = ''] = shirts
  if ((shirt !== '' && !NUMBER.test(shirt)) || (numbers.length === 0 && /^\d{3,}\s/.test(name))) {
    return { wrong: 'has a number that is no shirt’s: 0 to 99' }
  }
  return { name: name.trim(), shirt, role }
}
