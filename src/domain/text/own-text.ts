/** Copies a slice into its own memory. A plain slice keeps the whole text that it was taken from in memory. */
export function ownText(slice: string): string {
  return structuredClone(slice)
}
