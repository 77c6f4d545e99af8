/**
 * Writes `TRACKING_TIMEOUT`, `avg_speed_kmh`, `stabilityScore` and `a.b` as words with a capital first
 * letter, in any script. Combining marks stay with their letter.
 */
export function readableName(name: string): string {
  const words = name
    .normalize('NFC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{M}\p{N}\p{Join_Control}%’'-]+/gu, ' ')
    .trim()
    .toLowerCase()
  const [first, ...rest] = words
  return first === undefined ? 'Unnamed' : first.toUpperCase() + rest.join('')
}
