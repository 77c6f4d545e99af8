import { LOOK_AGAIN, WAIT } from './next-steps.ts'
import { REFUSALS } from './refusals.ts'
import { type ErrorWords, FAILED, SERVICE_CODES } from './service-codes.ts'

const WORDS: Readonly<Record<string, ErrorWords>> = { ...SERVICE_CODES, ...REFUSALS }

/** Words for a page: what the error means for the analyst, and the next step. */
interface Advice {
  title: string
  whatToDo: string
}

/** What the request to the service was for: to read something, or to change something. */
export type Asked = 'look' | 'change'

/** Codes whose next step is to send something again. After a look nothing was sent, so there the status decides. */
const AFTER_A_CHANGE = new Set([
  'INTERNAL_ERROR',
  'INVALID_PAYLOAD',
  'VALIDATION_ERROR',
  'DUPLICATE_SELECTION_FRAME',
  'RESULT_WOULD_BE_LOST',
])

/**
 * Plain words for an error answer of the service. The code decides only if we know it: before July 2026 the
 * service lost its real codes, and some answers have none (docs/contract.md#one-client-for-all-versions).
 * For an unknown code, `HTTP_ERROR` or null, the HTTP status decides.
 * Show the service's own message and the request id beside these words.
 */
export function errorAdvice(code: string | null, status: number, asked: Asked): Advice {
  const isOfOther = asked === 'look' && code !== null && AFTER_A_CHANGE.has(code)
  const isKnown = code !== null && Object.hasOwn(WORDS, code) && !isOfOther
  const { message, whatToDo } = (isKnown && WORDS[code]) || byStatus(status, asked)
  return { title: message, whatToDo }
}

export const NOTHING_CHANGED = 'Nothing was changed.'

/** The advice if the service does not have the route at all (`isUnknownRoute`). */
export const UNKNOWN_ROUTE: Advice = {
  title: REFUSALS.NOT_OFFERED.message,
  whatToDo: `${NOTHING_CHANGED} ${REFUSALS.NOT_OFFERED.whatToDo}`,
}

function byStatus(status: number, asked: Asked): ErrorWords {
  if (status === 404)
    return { message: 'The service has nothing there.', whatToDo: 'Check the id.' }
  if (status === 409) {
    const whatToDo = asked === 'look' ? WAIT : LOOK_AGAIN
    return { message: 'The job is not in a state for this.', whatToDo }
  }
  if (status === 429) return { message: 'Too many requests.', whatToDo: 'Wait a minute.' }
  if (status === 401 || status === 403) {
    return {
      message: 'The service refused access.',
      whatToDo: 'Ask an administrator for access.',
    }
  }
  if (status === 504) return { message: 'The service did not answer in time.', whatToDo: WAIT }
  if (status === 502 || status === 503) {
    return { message: 'The service cannot be used at present.', whatToDo: WAIT }
  }
  if (status >= 500) return asked === 'look' ? { ...FAILED, whatToDo: WAIT } : FAILED
  return {
    message: 'The service refused the request.',
    whatToDo:
      asked === 'look'
        ? 'Go back to the jobs. If it keeps happening, give the request id to an administrator.'
        : 'Check what you entered, then send it again.',
  }
}
