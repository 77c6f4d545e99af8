/** Characters that some file system refuses, or that change how a shell or a folder reads the name. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\p{Bidi_Control}]/gu
/** Longest part of a name, in characters: some systems take only 255 bytes for the whole name. */
const LONGEST = 40

/** Joins the parts that are known into a file name, in any script: `K. Adeyemi (9) - Union 04 - result.csv`. */
export function fileName(parts: readonly (string | null)[], ending: string): string {
  const known = parts.flatMap((part) => (part === null ? [] : plainPart(part)))
  return `${known.join(' - ')}.${ending}`
}

function plainPart(part: string): string[] {
  const plain = part.normalize('NFC').toWellFormed().replace(FORBIDDEN, ' ').replace(/\s+/g, ' ')
  const letters = [...plain.trim()].slice(0, LONGEST).join('')
  // A leading dot hides a file.
  const name = letters.replace(/^[. ]{1,40}/, '').trim()
  return name === '' ? [] : [name]
}
