/** Actions that are written into the history but change nothing in the job. */
const BESIDE = new Set(['link', 'revoke-link', 'delete-note', 'take-off'])

export function changesJob(action: string): boolean {
  return !BESIDE.has(action)
}
