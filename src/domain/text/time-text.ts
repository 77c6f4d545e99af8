/**
 * A time of the video as people type it: `75`, `75.5`, `1:15`, `1:15.5`, `1:02:03`, and the same in
 * full-width digits. In seconds; null if it is none.
 */
export function secondsOf(text: string): number | null {
  const plain = text.normalize('NFKC').trim()
  if (!/^(\d{1,3}:)?(\d{1,3}:)?\d{1,6}([.,]\d+)?$/.test(plain)) return null
  return plain
    .replace(',', '.')
    .split(':')
    .reduce((seconds, part) => seconds * 60 + Number(part), 0)
}
