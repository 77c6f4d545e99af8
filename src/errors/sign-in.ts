/** Errors of signing in with an OpenID provider. */
import { WAIT } from './next-steps.ts'
import { ownError } from './own-error.ts'

const AGAIN =
  'Go to the jobs to sign in again. If that does not help, give the request id to an administrator.'

/** The session of a page or script has ended. The page still holds what was typed. */
export const SignedOut = ownError({
  code: 'UNAUTHENTICATED',
  status: 401,
  message: 'You are not signed in, so nothing was done.',
  whatToDo: 'Open Touchline in another tab to sign in. Then come back and send this again.',
})
export const ProviderAway = ownError({
  code: 'SIGN_IN_AWAY',
  status: 503,
  message: 'The sign-in service does not answer, so nobody can sign in at present.',
  whatToDo: WAIT,
  retryAfterSec: 5,
})
/** A proxy in front did not pass on the host name that the browser uses. */
export const SignInHost = ownError({
  code: 'HOST_NOT_TAKEN',
  status: 421,
  message:
    'This request came under the name %s, but people sign in at %s. The proxy in front must pass the name of the browser as Host, or as X-Forwarded-Host from an address of TRUSTED_PROXIES.',
  whatToDo: 'Show this page to an administrator.',
})
export const SignInStale = failed(
  'This sign-in is too old, or it was begun in another browser or under another address.',
)
/** `%s`: the provider's own word, if the protocol defines it. */
export const SignInRefused = failed('The sign-in service did not let you in: %s.')
export const SignInUnproven = failed('What the sign-in service said could not be verified.')
export const SignOutFromElsewhere = ownError({
  code: 'CROSS_SITE_WRITE',
  status: 403,
  message: 'Another site asked to sign you out. You are still signed in.',
  whatToDo: 'To sign out, press “Sign out” on a page of Touchline.',
})

function failed(message: string) {
  return ownError({ code: 'SIGN_IN_FAILED', status: 403, message, whatToDo: AGAIN })
}
