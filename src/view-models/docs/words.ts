/** A piece of a sentence. */
export interface Piece {
  text: string
  isCode: boolean
}

/** Splits words at their backticks into plain text and code. */
export function piecesOf(words: string): Piece[] {
  return words
    .split('`')
    .map((text, at) => ({ text, isCode: at % 2 === 1 }))
    .filter(({ text }) => text !== '')
}
