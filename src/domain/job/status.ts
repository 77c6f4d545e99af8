/** The ten states that the upstream shows to clients (docs/contract.md#states). */
export const JOB_STATUSES = [
  'CREATED',
  'WAITING_FOR_SELECTION',
  'WAITING_FOR_PLAYER',
  'WAITING_FOR_TARGET',
  'READY_TO_ENQUEUE',
  'QUEUED',
  'RUNNING',
  'COMPLETED',
  'PARTIAL',
  'FAILED',
] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** The upstream's own mapping of states (docs/contract.md#status-mapping), for older upstreams that do not apply it. */
export function readStatus(status: unknown): JobStatus {
  if (status === 'WAITING_FOR_ANCHOR') return 'WAITING_FOR_SELECTION'
  return JOB_STATUSES.find((known) => known === status) ?? 'QUEUED'
}
