import leven from 'leven'
import { Settings } from './settings.ts'

/** A setting that only `npm run demo` reads. */
const OF_THE_DEMO = 'DEMO_SPEED'

export interface Misspelt {
  name: string
  meant: string
}

/**
 * Finds environment variables that look like a setting but are not, such as `API_BASEURL`. They have no
 * effect. Short names count only if they differ just in case or underscores, because `HOME` is not `HOST`.
 */
export function misspeltSettings(env: Record<string, string | undefined>): Misspelt[] {
  const known = [...Object.keys(Settings.properties), OF_THE_DEMO]
  return Object.keys(env).flatMap((name) => {
    if (known.includes(name) || !env[name]) return []
    const meant = known.find((other) => isMeant(bare(name), bare(other)))
    return meant === undefined ? [] : [{ name, meant }]
  })
}

export function misspeltInWords({ name, meant }: Misspelt): string {
  return `${name} is set, but is no setting. Is ${meant} meant?`
}

function isMeant(name: string, other: string): boolean {
  const most = mostDifferences(other.length)
  return Math.abs(name.length - other.length) <= most && leven(name, other) <= most
}

function mostDifferences(length: number): number {
  if (length < 8) return 0
  if (length < 10) return 1
  return length < 14 ? 2 : 3
}

function bare(name: string): string {
  return name.toUpperCase().replaceAll(/[_-]/g, '')
}
