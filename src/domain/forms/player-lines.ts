import type { FormFault } from './fields.ts'

/** One player of a pasted list. */
export interface PlayerLine {
  name: string
  /** `''` if the line has none. */
  shirt: string
  /** `''` if the line has none: the form's own role counts. */
  role: string
}

/** One squad fits. It also bounds how often a service that refuses is asked for one press. */
export const MOST_LINES = 25

/** A name with its number before it: `9 L. Okafor`, `9. L. Okafor`. */
const NUMBERED = /^(\d{1,2})[.)]?\s(\D.*)$/
const NUMBER = /^\d{1,2}$/

/**
 * A list of players, one a line, as people type it or copy it from a table: number, name and role, apart by commas,
 * semicolons or tabs; the number may stand before or after the name. A blank line counts as none.
 * @param field the control that the faults are said of
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
  // A number that stands alone is the shirt's: then a name may begin with another.
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
