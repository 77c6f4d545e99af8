import type { Job, PlayerProfile } from './job.ts'
import { digestOf, hashOf, joinDigests, type LiveState } from './live-state.ts'

/**
 * What a page says that it shows of a job: a digest of its state, and one of the player's names. No state tells a name,
 * and the service may store a new one without a later time.
 */

/** Stands in no digest. */
const BESIDE = '~'

/** Names whom a job is about. */
export function digestOfNames({ playerName, teamName, shirtNumber }: PlayerProfile): string {
  return hashOf(JSON.stringify([playerName, teamName, shirtNumber]))
}

/** `state`: a digest of the state; `names`: null if they are not known. */
export function seenOf(state: string, names: string | null): string {
  return names === null ? state : `${state}${BESIDE}${names}`
}

/** Of a page that follows the job. */
export function seenOfJob({ liveDigest, namesDigest }: Job): string {
  return seenOf(liveDigest, namesDigest)
}

/** Of jobs in their order; null: one that cannot be read. */
export function seenOfAll(
  states: readonly (LiveState | null)[],
  namesAt: (index: number) => string | null,
): string {
  return joinDigests(states.map((state, i) => state && seenOf(digestOf(state), namesAt(i))))
}

/** What a page says of the names that it shows, for each of its jobs; null: nothing. */
export function namesIn(seen: string): (string | null)[] {
  return seen.split('.').map((part) => part.split(BESIDE)[1] ?? null)
}

/**
 * Whether both say that the same is shown, of one job or of several. Names that one of them leaves out are not
 * compared.
 */
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
