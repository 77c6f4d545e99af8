import type { FormFault } from '../domain/forms/fields.ts'
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
export function problemFromError(error: {
  status: number
  code: string
  message: string
}): Problem {
  return {
    status: error.status,
    title: error.message,
    whatToDo:
      error.status >= 500
        ? 'Try again in a minute. If it stays so, give the request id to an administrator.'
        : 'Correct the request and send it again.',
    quote: null,
    code: error.code,
    requestId: '',
    faults: [],
    missing: [],
  }
}
