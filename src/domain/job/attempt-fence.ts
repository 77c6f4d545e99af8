/** The header that fences a change (docs/contract.md#attempts). Sending the id in the body fails on some routes. */
const ATTEMPT_HEADER = 'x-analysis-attempt-id'

export type Fence =
  | { passes: true; headers: Record<string, string> }
  | { passes: false; reason: 'changed' }

/**
 * Compares the attempt that the page was made from with the job's newest one. If they differ, somebody else changed
 * the job. Then nothing is sent, and the page asks the analyst. We send the id if the job has one, and never invent one
 * (docs/architecture.md#rule-3). `seen` is empty if the job had no attempt yet, and null if the form does not say.
 */
export function attemptFence(seen: string | null, current: string | null): Fence {
  if (seen !== null && seen !== (current ?? '')) return { passes: false, reason: 'changed' }
  return { passes: true, headers: current === null ? {} : { [ATTEMPT_HEADER]: current } }
}
