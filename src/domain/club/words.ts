/** Most words of a search: each is looked for in every row. */
const MOST_WORDS = 8

/** Letters that no normal form takes apart (Unicode's Latin-ASCII), and two ways to write one of another alphabet. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
  ς: 'σ',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
/** Telephones and word processors write others than keyboards do, and some people none. */
const APOSTROPHES = /['‘’ʼʹ`´]/g
const HYPHENS = /[\u2010-\u2015]/g

/** Text as searches compare it: small plain letters, so that "muller" finds "Müller" and "oneill" finds "O’Neill". */
export function folded(text: string): string {
  return (
    text
      .replace(APOSTROPHES, '')
      .normalize('NFKD')
      // Some come apart into one.
      .replace(APOSTROPHES, '')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      .toLowerCase()
      .replace(LETTER, (letter) => LETTERS[letter]!)
      .replace(HYPHENS, '-')
  )
}

/** The words of a search, folded. */
export function searchWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
}
