import type { FormFault } from '../../domain/forms/fields.ts'
import type { Problem } from './problem.ts'

/** A problem from a form that could not be read; each fault links to its control, which has the field's name as its id. */
export function problemFromFormFaults(faults: readonly FormFault[]): Problem {
  return {
    status: 400,
    title: 'Something in the form needs correcting.',
    whatToDo: 'Correct what is listed here, then send it again. Nothing was sent to the service.',
    quote: null,
    code: 'INVALID_FORM',
    requestId: '',
    faults: [...faults],
    missing: [],
  }
}

/** A problem of our own making or of the way to the service, in the words of the error catalogue. */
export function problemFromError(error: PublicWords): Problem {
  const missingSetting = error.code === 'API_BASE_URL_MISSING'
  return {
    status: error.status,
    title: missingSetting ? 'API_BASE_URL is not set.' : error.message,
    whatToDo: missingSetting ? SET_IT : adviceFor(error),
    quote: null,
    code: error.code,
    requestId: '',
    faults: [],
    missing: [],
  }
}

interface PublicWords {
  status: number
  code: string
  message: string
}

function adviceFor({ code, status }: PublicWords): string {
  const own = ADVICE[code]
  if (own !== undefined) return own
  if (status >= 500) return WAIT
  return status === 404 || status === 405 ? CHECK : CORRECT
}

const ADVICE: Record<string, string | undefined> = {
  VIDEO_SOURCE_NOT_ALLOWED:
    'If the video may be seen from here, ask an administrator to add it there.',
  UNAUTHENTICATED:
    'Load the page again to sign in. If that does not help, give the request id to an administrator: the log says what was wrong.',
  READ_ONLY_TOKEN: 'Use a token that may change.',
  TOO_MANY_FAILURES: 'Wait a minute, then load the page again.',
  CROSS_SITE_WRITE:
    'Nothing was changed. If you came from a page of Touchline, show this page to an administrator.',
  HOST_NOT_TAKEN: 'If this address is meant to work, show this page to an administrator.',
}

const CHECK = 'Check the address, or go back to the jobs.'
const CORRECT = 'Correct the request and send it again.'
const WAIT =
  'Try again in a minute. If it keeps happening, give the request id to an administrator.'
const SET_IT =
  'Set API_BASE_URL to the address of the video-analysis service and FRAME_SOURCES to that of its image store, then start Touchline again.'
