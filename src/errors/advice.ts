import { RELOAD, WAIT } from './next-steps.ts'
import { REFUSALS } from './refusals.ts'
import { FAILED, SERVICE_CODES, type Words } from './service-codes.ts'

const WORDS: Readonly<Record<string, Words>> = { ...SERVICE_CODES, ...REFUSALS }

/** As a page says it: what the error means for the analyst, and the next step. */
interface Advice {
  title: string
  whatToDo: string
}

/**
 * Plain words for an error answer of the service. The code decides only if it is one that we know: before July
 * 2026 the service lost its real codes, and some answers have none (docs/contract.md#one-client-for-all-versions).
 * For an unknown code, `HTTP_ERROR` or null the class of the HTTP status decides.
 * Show the service's own message and the request id beside it.
 */
export function errorAdvice(code: string | null, status: number): Advice {
  const known = code !== null && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined
  const { message, whatToDo } = known ?? byStatus(status)
  return { title: message, whatToDo }
}

/** The service does not have the route at all: `isUnknownRoute`. */
export const NOTHING_CHANGED = 'Nothing was changed.'

export const UNKNOWN_ROUTE: Advice = {
  title: REFUSALS.NOT_OFFERED.message,
  whatToDo: `${NOTHING_CHANGED} ${REFUSALS.NOT_OFFERED.whatToDo}`,
}

function byStatus(status: number): Words {
  if (status === 404)
    return { message: 'The service has nothing there.', whatToDo: 'Check the id.' }
  if (status === 409) {
    return { message: 'The job is not in a state for this.', whatToDo: RELOAD }
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
  if (status >= 500) return FAILED
  return {
    message: 'The service refused the request.',
    whatToDo: 'Check what you entered, then send it again.',
  }
}
