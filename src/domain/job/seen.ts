import type { Job, PlayerProfile } from './job.ts'
import { digestOf, hashOf, joinDigests, type LiveState } from './live-state.ts'

/**
 * A page tells Touchline what it shows of a job: a digest of the state, and a digest of the player's names. The names
 * need their own digest: the state does not contain them, and the service may store new names without a new time.
 */

/** Separates the two digests. No digest contains it. */
const BESIDE = '~'

/** A digest of the player's name, team and shirt number. */
export function digestOfNames({ playerName, teamName, shirtNumber }: PlayerProfile): string {
  return hashOf(JSON.stringify([playerName, teamName, shirtNumber]))
}

/** `state`: a digest of the state. `names`: a digest of the names; null if they are not known. */
export function seenOf(state: string, names: string | null): string {
  return names === null ? state : `${state}${BESIDE}${names}`
}

/** `seenOf` for a page that follows the job. */
export function seenOfJob({ liveDigest, namesDigest }: Job): string {
  return seenOf(liveDigest, namesDigest)
}

/** `seenOf` for several jobs, in order. Null stands for a job that cannot be read. */
export function seenOfAll(
  states: readonly (LiveState | null)[],
  namesAt: (index: number) => string | null,
): string {
  return joinDigests(states.map((state, i) => state && seenOf(digestOf(state), namesAt(i))))
}

/** The digests of the names, one for each job of the page; null if the page does not say. */
export function namesIn(seen: string): (string | null)[] {
  return seen.split('.').map((part) => part.split(BESIDE)[1] ?? null)
}

/** True if both describe the same view of one job or several. Names are compared only if both contain them. */
export function isSameSeen(one: string, other: string): boolean {
  if (one === other) return true
  const [ones, others] = [one.split('.'), other.split('.')]
  return ones.length === others.length && ones.every((part, i) => isSamePart(part, others[i]!))
}

function isSamePart(one: string, other: string): boolean {
  const [state, names] = one.split(BESIDE)
  const [otherState, otherNames] = other.split(BESIDE)
  if (state !== otherState) return false
  return names === undefined || otherNames === undefined || names === otherNames
}
