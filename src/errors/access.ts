/** Errors about who may enter or change something, and about too much work. */
import { WAIT } from './next-steps.ts'
import { ownError } from './own-error.ts'
import { REFUSALS } from './refusals.ts'

const SIGN_IN_AGAIN =
  'Load the page again to sign in. If that does not help, give the request id to an administrator: the log says what was wrong.'

export const Unauthenticated = ownError({
  code: 'UNAUTHENTICATED',
  status: 401,
  message: 'Sign in to use this site.',
  whatToDo: SIGN_IN_AGAIN,
})
export const NamedByNobody = ownError({
  code: 'UNAUTHENTICATED',
  status: 401,
  message: 'The proxy in front of Touchline did not say who you are.',
  whatToDo: SIGN_IN_AGAIN,
})
export const ReadOnlyToken = ownError({
  code: 'READ_ONLY_TOKEN',
  status: 403,
  message: 'This token may read, not change.',
  whatToDo: 'Use a token that may change.',
})
/** A viewer has asked for a change. */
export const ReadOnly = ownError(REFUSALS.READ_ONLY)
export const AdministratorsOnly = ownError({
  code: 'ADMINISTRATORS_ONLY',
  status: 403,
  message: 'Only administrators of Touchline may do this. Nothing was changed.',
  whatToDo: 'Ask an administrator of Touchline.',
})
/** The person is signed in, but none of their groups is in the settings. */
export const NoRole = ownError({
  code: 'NO_ROLE',
  status: 403,
  message: 'You are signed in as %s, but this name may not use Touchline.',
  whatToDo: 'Ask an administrator of Touchline to let one of your groups in.',
})
export const TooManyFailures = ownError({
  code: 'TOO_MANY_FAILURES',
  status: 429,
  message: 'Too many wrong credentials came from this address.',
  whatToDo: 'Wait a minute, then load the page again.',
  retryAfterSec: 1,
})
/** Too many passwords already wait to be checked. */
export const SignInBusy = ownError({
  code: 'SIGN_IN_BUSY',
  status: 503,
  message: 'Too many people sign in at the same time.',
  whatToDo: WAIT,
  retryAfterSec: 2,
})

/** A change that does not clearly come from one of our pages or from a script. */
function crossSite(hint: string) {
  return ownError({
    code: 'CROSS_SITE_WRITE',
    status: 403,
    message: `Changes are taken only from the pages of this site or from scripts. ${hint}`,
    whatToDo:
      'Nothing was changed. If you came from a page of Touchline, show this page to an administrator.',
  })
}
const OTHER_ORIGIN =
  'Origin %s is not %s: the proxy must pass Host and X-Forwarded-Proto and stand in TRUSTED_PROXIES, or PUBLIC_ORIGINS must name %s.'
export const WriteFromOtherSite = crossSite(
  'The browser says that another site sent this change (Sec-Fetch-Site).',
)
export const WriteWithoutOrigin = crossSite(
  'The change came with "Origin: null", so it cannot be told who sent it: another site does this, and so does a proxy that sets Referrer-Policy: no-referrer.',
)
export const WriteFromOtherOrigin = crossSite(OTHER_ORIGIN)
export const WriteThroughUnknownProxy = crossSite(
  `${OTHER_ORIGIN} X-Forwarded-Proto or X-Forwarded-Host came from an address that TRUSTED_PROXIES does not list.`,
)

/** The process has more work than it can do. Turning some requests away lets the others finish. */
export const Overloaded = ownError({
  code: 'OVERLOADED',
  status: 503,
  message: 'Touchline has too much to do at present.',
  whatToDo: WAIT,
  retryAfterSec: 1,
})
/** Too many event streams are already open. */
export const StreamsBusy = ownError({
  code: 'STREAMS_BUSY',
  status: 503,
  message: 'Too many pages and scripts are watching jobs. Ask from time to time instead.',
  whatToDo: WAIT,
  retryAfterSec: 10,
})
/** Too many changes of one job already wait. */
export const JobBusy = ownError({
  code: 'JOB_BUSY',
  status: 503,
  message: 'Too many changes of this job are waiting. Look at the job, then try again.',
  whatToDo: WAIT,
  retryAfterSec: 1,
})
/** Never sent, because nobody is there to get the answer. */
export const ClientLeft = ownError({
  code: 'CLIENT_LEFT',
  status: 499,
  message: 'The client has left.',
  whatToDo: WAIT,
})
/** A fault of Touchline. Only the log has the error that was thrown. */
export const InternalError = ownError({
  code: 'INTERNAL_ERROR',
  status: 500,
  message: 'Something went wrong here. The request id helps to find it.',
  whatToDo: WAIT,
})
