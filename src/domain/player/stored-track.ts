import type { Job } from '../job/job.ts'

/** The track of the stored player, as it stands in a form of a choice; null if a choice must be made anew. */
export function storedTrack(job: Job): string | null {
  const id = job.playerRef?.trackId ?? null
  return id === null || job.status === 'WAITING_FOR_PLAYER' ? null : String(id)
}
