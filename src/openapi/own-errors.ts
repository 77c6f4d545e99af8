import * as access from '../errors/access.ts'
import * as club from '../errors/club.ts'
import * as images from '../errors/images.ts'
import type { ErrorRow } from '../errors/own-error.ts'
import * as requests from '../errors/request.ts'
import * as service from '../errors/service.ts'
import type { OwnErrorClass } from './types.ts'

/** Errors that any request may get. */
export const OF_ALL: readonly OwnErrorClass[] = [
  requests.RequestInvalid,
  requests.AmbiguousRequest,
  requests.RequestTimeout,
  requests.HeadersTooLarge,
  requests.HostNotTaken,
  access.InternalError,
  access.Overloaded,
]

/** Errors of addresses and methods without a route. */
export const OF_NONE: readonly OwnErrorClass[] = [requests.NotFound, requests.MethodNotAllowed]

/** Errors of routes that ask people to sign in. */
export const OF_CLOSED: readonly OwnErrorClass[] = [
  access.Unauthenticated,
  access.NoRole,
  access.TooManyFailures,
  access.SignInBusy,
]

/** Errors of addresses with a job id. */
export const OF_JOB: readonly OwnErrorClass[] = [requests.InvalidUrl, requests.InvalidJobId]

/** Errors of all routes of the club's list. */
export const OF_CLUB: readonly OwnErrorClass[] = [club.ClubListOff, club.ClubListUnset]

export const OF_LIST: readonly OwnErrorClass[] = [requests.InvalidQuery, club.CursorInvalid]

/** Errors of routes that call the service. */
export const OF_SERVICE: readonly OwnErrorClass[] = [
  service.ApiBaseUrlMissing,
  service.UpstreamUnreachable,
  service.UpstreamBadAnswer,
  service.UpstreamPaused,
  service.UpstreamBusy,
  service.UpstreamTimeout,
]

/** Errors of routes that change something, and of their bodies. */
export const OF_CHANGE: readonly OwnErrorClass[] = [
  requests.InvalidBody,
  requests.BodyNotJson,
  access.ReadOnly,
  access.ReadOnlyToken,
  access.WriteFromOtherSite,
  requests.BodyTooLarge,
  requests.BodyTypeNotTaken,
]

export const OF_STREAM: readonly OwnErrorClass[] = [access.StreamsBusy]

export const OF_IMAGE: readonly OwnErrorClass[] = [
  images.FrameUrlMissing,
  images.FrameUrlInvalid,
  images.FrameSourceNotAllowed,
  requests.InvalidJobId,
  requests.ImageWidthInvalid,
  images.FrameNotInJob,
  images.FrameNotAnImage,
  images.FrameTooLarge,
  images.FrameRefused,
  images.FrameUnavailable,
  images.FrameStoreFailed,
  images.FrameJobUnreadable,
  images.FrameBusy,
  images.FrameTimeout,
]

/** The row of an error class. Each `%s` of its message becomes `…`. */
export function errorRowOf(Kind: OwnErrorClass): ErrorRow {
  const Any = Kind as new (...words: unknown[]) => { readonly row: ErrorRow; message: string }
  const error = Kind === (requests.InvalidBody as unknown) ? new Any([]) : new Any('…', '…', '…')
  return { ...error.row, message: error.message }
}
