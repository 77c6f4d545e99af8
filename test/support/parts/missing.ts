import type { Part } from './parts.ts'

/** The Debian packages that bring these parts, each once. */
export function packagesOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(({ packages }) => packages))]
}

/** One line for the end of `npm test`, or null where nothing is missing. */
export function missingLine(missing: readonly Part[]): string | null {
  if (missing.length === 0) return null
  const names = missing.map(({ name }) => name).join(', ')
  return `Not tested, because not installed: ${names} (Debian: apt-get install ${packagesOf(missing).join(' ')}).`
}
