/** What the system says when there are no files, no memory or no room left. */
const RUN_OUT = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'ENOSPC', 'EDQUOT', 'EAGAIN'])

/**
 * Whether an error says that files, memory or room have run out. Looks through its causes and through the errors of
 * an `AggregateError`.
 */
export function isRunOut(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (RUN_OUT.has((error as NodeJS.ErrnoException).code ?? '')) return true
  if (error instanceof AggregateError && error.errors.some(isRunOut)) return true
  return isRunOut(error.cause)
}
