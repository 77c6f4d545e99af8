/** What no file system takes, or what a shell or a folder would read otherwise. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\p{Bidi_Control}]/gu
/** Longest part of a name, characters: some systems take 255 bytes for the whole. */
const LONGEST = 40

/** A name for a file out of what is known: `K. Adeyemi (9) - Union 04 - result.csv`, in any script. */
export function fileName(parts: readonly (string | null)[], ending: string): string {
  const known = parts.flatMap((part) => (part === null ? [] : plainPart(part)))
  return `${known.join(' - ')}.${ending}`
}

function plainPart(part: string): string[] {
  const plain = part.normalize('NFC').toWellFormed().replace(FORBIDDEN, ' ').replace(/\s+/g, ' ')
  const letters = [...plain.trim()].slice(0, LONGEST).join('')
  // A leading point hides a file, one at the end is dropped by Windows.
  const name = letters.replace(/^[. ]{1,40}/, '').trim()
  return name === '' ? [] : [name]
}
