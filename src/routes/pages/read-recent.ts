import type { Job } from '../../domain/job/job.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import type { RecentJob } from '../../view-models/recent-jobs.ts'
import { readEach } from './read-each.ts'

/** `known` is false only if the service says that it does not know the job. */
type ReadJob = RecentJob & { known: boolean }

export async function readRecent(
  ids: readonly string[],
  read: (id: string) => Promise<Job>,
): Promise<ReadJob[]> {
  return (await readEach(ids, read)).map((entry) => ({
    id: entry.id,
    job: entry.value,
    unavailable: entry.unavailable,
    known: entry.value !== null || !saysUnknown(entry.error),
  }))
}
