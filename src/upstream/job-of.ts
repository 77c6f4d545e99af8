const JOBS = '/jobs/'

/**
 * The id of the job that a call is about; the path alone where it is about none, as for a new job. Read from the path,
 * because that is all that every call has: those of scripts, of pages, and questions that are about no job.
 */
export function jobOf(path: string): string {
  const query = path.indexOf('?')
  const end = query === -1 ? path.length : query
  if (!path.startsWith(JOBS)) return path.slice(0, end)
  const slash = path.indexOf('/', JOBS.length)
  return path.slice(JOBS.length, slash === -1 || slash > end ? end : slash)
}
