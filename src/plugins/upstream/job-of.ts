const JOBS = '/jobs/'

/** The id of the job that a call is about; the path alone where it is about none, as for a new job. */
export function jobOf(path: string): string {
  const isOfJob = path.startsWith(JOBS)
  const start = isOfJob ? JOBS.length : 0
  for (let i = start; i < path.length; i += 1) {
    if (path[i] === '?' || (isOfJob && path[i] === '/')) return path.slice(start, i)
  }
  return path.slice(start)
}
