/** What is done beside a job: it stands in the history, but changes nothing of the job. */
const BESIDE = new Set(['link', 'revoke-link', 'delete-note', 'take-off'])

export function changesJob(action: string): boolean {
  return !BESIDE.has(action)
}
