/** Most words of a search: each is looked for in every row. */
const MOST_WORDS = 8

/** Text as searches compare it: small letters without their accents, so that "muller" finds "Müller". */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
}

/** The words of a search, folded. */
export function searchWords(text: string): string[] {
  const words = folded(text).split(/\s+/).filter(Boolean)
  return [...new Set(words)].slice(0, MOST_WORDS)
}
