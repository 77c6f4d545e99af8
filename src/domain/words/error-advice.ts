import { ADMIN, type Advice, ERROR_WORDS, FAULT, RELOAD } from './error-words.ts'

/**
 * Plain words for an error answer. The code decides only where it is one that we know: before July
 * 2026 the upstream lost its real codes, and some answers have none (docs/contract.md#one-client-for-all-versions), so
 * an unknown code, `HTTP_ERROR` or null falls back on the class of the HTTP status.
 * Show the service's own message and the request id beside it.
 */
export function errorAdvice(code: string | null, status: number): Advice {
  return (
    (code !== null && Object.hasOwn(ERROR_WORDS, code) && ERROR_WORDS[code]) || byStatus(status)
  )
}

/** The service does not have the route at all: `isUnknownRoute`. */
export const UNKNOWN_ROUTE: Advice = {
  title: 'This version of the service cannot do this.',
  whatToDo: 'Nothing was changed. The page now offers what this version can do instead.',
}

function byStatus(status: number): Advice {
  if (status === 404) return { title: 'The service has nothing there.', whatToDo: 'Check the id.' }
  if (status === 409) return { title: 'The job is not in a state for this.', whatToDo: RELOAD }
  if (status === 429) return { title: 'Too many requests.', whatToDo: 'Wait a minute.' }
  if (status === 401 || status === 403) {
    return {
      title: 'The service refused access.',
      whatToDo: 'Ask an administrator for access.',
    }
  }
  if (status === 504) return { title: 'The service did not answer in time.', whatToDo: ADMIN }
  if (status === 502 || status === 503) {
    return { title: 'The service cannot be used at present.', whatToDo: ADMIN }
  }
  if (status >= 500) return FAULT
  return {
    title: 'The service refused the request.',
    whatToDo: 'Check what you entered, then send it again.',
  }
}
