const JOBS = '/jobs/'

/**
 * The id of the job that a call is about. For a call about no job, such as the creation of a job, the path without its
 * query. The id is read from the path, because every call has a path, of scripts and pages alike.
 */
export function jobOf(path: string): string {
  const query = path.indexOf('?')
  const end = query === -1 ? path.length : query
  if (!path.startsWith(JOBS)) return path.slice(0, end)
  const slash = path.indexOf('/', JOBS.length)
  return path.slice(JOBS.length, slash === -1 || slash > end ? end : slash)
}
