/**
 * Reads a video time as people type it: `75`, `75.5`, `1:15`, `1:15.5`, `1:02:03`, also in
 * full-width digits. Gives seconds; null if the text is not a time.
 */
export function secondsOf(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  if (!/^(\d{1,3}:)?(\d{1,3}:)?\d{1,6}([.,]\d+)?$/.test(plain)) return null
  return plain
    .replace(',', '.')
    .split(':')
    .reduce((seconds, part) => seconds * 60 + Number(part), 0)
}
