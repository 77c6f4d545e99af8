/** The same text with memory of its own: a slice keeps all of the text that it was taken from. */
export function ownText(slice: string): string {
  return structuredClone(slice)
}
