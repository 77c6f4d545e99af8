/** The header that fences a change (docs/contract.md#attempts); the body form does not work on every route. */
const ATTEMPT_HEADER = 'x-analysis-attempt-id'

export type Fence =
  | { passes: true; headers: Record<string, string> }
  | { passes: false; reason: 'changed' }

/**
 * Compares the attempt that the page was made from with the job's newest one. An id is sent once it
 * is known and never invented (docs/architecture.md#rule-3); where the two differ somebody else changed
 * the job, and the analyst is asked instead of sending again. `seen` is empty where the job had no attempt, which comes
 * with the first change, and null where the form does not say.
 */
export function attemptFence(seen: string | null, current: string | null): Fence {
  if (seen !== null && seen !== (current ?? '')) return { passes: false, reason: 'changed' }
  return { passes: true, headers: current === null ? {} : { [ATTEMPT_HEADER]: current } }
}
