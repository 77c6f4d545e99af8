const JOBS = '/jobs/'

/** The id of the job that a call is about; the path alone where it is about none, as for a new job. */
export function jobOf(path: string): string {
  const query = path.indexOf('?')
  const end = query === -1 ? path.length : query
  if (!path.startsWith(JOBS)) return path.slice(0, end)
  const slash = path.indexOf('/', JOBS.length)
  return path.slice(JOBS.length, slash === -1 || slash > end ? end : slash)
}
