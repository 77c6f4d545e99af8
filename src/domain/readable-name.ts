/** `TRACKING_TIMEOUT`, `avg_speed_kmh`, `stabilityScore` and `a.b` as words with a capital first letter. */
export function readableName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}%-]+/gu, ' ')
    .trim()
    .toLowerCase()
  return words === '' ? 'Unnamed' : words[0]!.toUpperCase() + words.slice(1)
}
