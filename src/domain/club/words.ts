/** Most words of a search, because every row is searched for each word. */
export const MOST_WORDS = 8

/** Letters that no normal form decomposes (see Unicode's Latin-ASCII), and the second form of the Greek sigma. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
  ς: 'σ',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
/** Phones and word processors write other apostrophes than keyboards do. Some people write none. */
const APOSTROPHES = /['‘’ʼʹ`´]/g
const HYPHENS = /[\u2010-\u2015]/g

/** Turns text into plain small letters for searches, so that "muller" finds "Müller" and "oneill" finds "O’Neill". */
export function folded(text: string): string {
  return (
    text
      .replace(APOSTROPHES, '')
      .normalize('NFKD')
      // Some letters decompose into an apostrophe and a letter.
      .replace(APOSTROPHES, '')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      .toLowerCase()
      .replace(LETTER, (letter) => LETTERS[letter]!)
      .replace(HYPHENS, '-')
  )
}

/** The words of a search, folded. More than `MOST_WORDS` are left out. */
export function searchWords(text: string): string[] {
  return allWords(text).slice(0, MOST_WORDS)
}

/** True if `searchWords` leaves words out. */
export function hasTooManyWords(text: string): boolean {
  return allWords(text).length > MOST_WORDS
}

function allWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean)
}
