/** A copy of the text with memory of its own: a slice keeps the whole text that it was taken from. */
export function ownText(slice: string): string {
  return structuredClone(slice)
}
