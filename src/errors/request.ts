/** Errors of wrong requests: address, method, headers, body. One table, so longer than other files. */
import type { Issue } from '../contracts/issues.ts'
import { CHECK, CORRECT, WAIT } from './next-steps.ts'
import { ownError } from './own-error.ts'

export const NotFound = ownError({
  code: 'NOT_FOUND',
  status: 404,
  message: 'There is nothing at this address.',
  whatToDo: CHECK,
})
export const MethodNotAllowed = ownError({
  code: 'METHOD_NOT_ALLOWED',
  status: 405,
  message: 'This address takes %s.',
  whatToDo: CHECK,
})
export const InvalidUrl = ownError({
  code: 'INVALID_URL',
  status: 400,
  message: 'The address is not a valid URL.',
  whatToDo: CORRECT,
})
export const InvalidJobId = ownError({
  code: 'INVALID_JOB_ID',
  status: 400,
  message:
    'A job id has 1 to 64 letters, digits, hyphens or underscores and starts with a letter or digit.',
  whatToDo: CORRECT,
})
/** The service does not know one of the jobs of a file. */
export const JobUnknown = ownError({
  code: 'JOB_UNKNOWN',
  status: 404,
  message: 'The service does not know the job %s, so the file was not made.',
  whatToDo: 'Remove the job from the comparison.',
})
export const MatchIdInvalid = ownError({
  code: 'INVALID_MATCH_ID',
  status: 400,
  message: 'This is not the id of a match of the archive.',
  whatToDo: 'Search the matches and choose one.',
})
export const NoSuchFrame = ownError({
  code: 'NO_SUCH_FRAME',
  status: 404,
  message: 'The job has no such frame. It has %s; their numbers begin with 1.',
  whatToDo: CHECK,
})

export const InvalidQuery = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: '%s',
  whatToDo: CORRECT,
})
export const ImageIdInvalid = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: 'id must be text.',
  whatToDo: CORRECT,
})
export const ImageWidthInvalid = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: 'w must be 160, 320 or 640.',
  whatToDo: CORRECT,
})

export const NOTHING_SENT = 'Nothing was sent to the service.'
/** A form of a page that cannot be read into a body, or whose body breaks its contract. */

export const FORM_ROW = {
  code: 'INVALID_FORM',
  status: 400,
  message: 'Something in the form needs correcting.',
  whatToDo: `Correct what is listed here, then send it again. ${NOTHING_SENT}`,
}

export const BODY_ROW = { ...FORM_ROW, code: 'INVALID_BODY', message: '%s' }

/** A body that breaks its contract; `details` names every issue by its JSON path. */
export class InvalidBody extends ownError(BODY_ROW) {
  readonly details: readonly Issue[]
  constructor(details: readonly Issue[]) {
    super(details.map(({ path, message }) => `${path} ${message}`).join('; '))
    this.details = details
  }
}
export const BodyNotJson = malformed('The body is not valid JSON.')
export const BodyNotUtf8 = malformed('The body is not valid UTF-8.')
export const BodyTooDeep = malformed('The JSON is nested too deeply.')
export const BodyTooManyValues = malformed('The JSON holds too many values.')
export const BodyCutShort = malformed('The body does not have the length that was announced.')

function malformed(message: string) {
  return ownError({ code: 'MALFORMED_BODY', status: 400, message, whatToDo: CORRECT })
}

export const BodyTypeNotTaken = unsupported('Send the body as application/json.')
export const BodyCharsetNotTaken = unsupported('Send the body as UTF-8.')
export const FormOfAPage = unsupported(
  'Only a page sends this form. A script sends select-track, target and enqueue one after the other, each when the one before is answered.',
)
export const SeveralOfAPage = unsupported(
  'Several jobs at once are a form of a page. A script sends POST /api/jobs for each player.',
)
export const NoteOfAPage = unsupported('Notes are written in the form of a job’s page.')
export const LinkOfAPage = unsupported('Links are made in the form of a result’s page.')
export const BodyEncoded = unsupported('Send the body without Content-Encoding.')

function unsupported(message: string) {
  return ownError({ code: 'UNSUPPORTED_MEDIA_TYPE', status: 415, message, whatToDo: CORRECT })
}

export const BodyTooLarge = ownError({
  code: 'BODY_TOO_LARGE',
  status: 413,
  message: 'The body is larger than 1 MiB.',
  whatToDo: CORRECT,
})

export const AmbiguousRequest = ownError({
  code: 'AMBIGUOUS_REQUEST',
  status: 400,
  message: 'The request must be HTTP/1.1 and name one host.',
  whatToDo: CORRECT,
})
export const HostNotTaken = ownError({
  code: 'HOST_NOT_TAKEN',
  status: 421,
  message:
    'Touchline does not answer under the name %s. Name its address in the setting PUBLIC_ORIGINS, or open it under a loopback name such as localhost.',
  whatToDo: 'If this address is meant to work, show this page to an administrator.',
})

export const RequestInvalid = ownError({
  code: 'BAD_REQUEST',
  status: 400,
  message: 'The request is not valid.',
  whatToDo: CORRECT,
})
export const NotHttp = ownError({
  code: 'BAD_REQUEST',
  status: 400,
  message: 'The request is not valid HTTP.',
  whatToDo: CORRECT,
})
export const HeadersTooLarge = ownError({
  code: 'HEADERS_TOO_LARGE',
  status: 431,
  message: 'The headers are too long.',
  whatToDo: CORRECT,
})
export const RequestTimeout = ownError({
  code: 'REQUEST_TIMEOUT',
  status: 408,
  message: 'The request took too long to arrive.',
  whatToDo: WAIT,
})
