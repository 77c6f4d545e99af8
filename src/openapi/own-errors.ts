import * as access from '../errors/access.ts'
import * as club from '../errors/club.ts'
import * as images from '../errors/images.ts'
import type { ErrorRow } from '../errors/own-error.ts'
import * as requests from '../errors/request.ts'
import * as service from '../errors/service.ts'
import type { OwnErrorClass } from './types.ts'

/** Any request may be answered so. */
export const OF_ALL: readonly OwnErrorClass[] = [
  requests.RequestInvalid,
  requests.AmbiguousRequest,
  requests.RequestTimeout,
  requests.HeadersTooLarge,
  requests.HostNotTaken,
  access.InternalError,
  access.Overloaded,
]

/** Of addresses and methods that are no route. */
export const OF_NONE: readonly OwnErrorClass[] = [requests.NotFound, requests.MethodNotAllowed]

/** Where somebody is asked who they are. */
export const OF_CLOSED: readonly OwnErrorClass[] = [
  access.Unauthenticated,
  access.NoRole,
  access.TooManyFailures,
  access.SignInBusy,
]

/** Of an address with a job in it. */
export const OF_JOB: readonly OwnErrorClass[] = [requests.InvalidUrl, requests.InvalidJobId]

/** Of the club's list. */
export const OF_CLUB: readonly OwnErrorClass[] = [club.ClubListOff, club.ClubListUnset]

export const OF_LIST: readonly OwnErrorClass[] = [requests.InvalidQuery, club.CursorInvalid]

/** Of what asks the service. */
export const OF_SERVICE: readonly OwnErrorClass[] = [
  service.ApiBaseUrlMissing,
  service.UpstreamUnreachable,
  service.UpstreamBadAnswer,
  service.UpstreamPaused,
  service.UpstreamBusy,
  service.UpstreamTimeout,
]

/** Of a change, and of its body. */
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

/** Its row; what its words leave open is `…`. */
export function errorRowOf(Kind: OwnErrorClass): ErrorRow {
  const Any = Kind as new (...words: unknown[]) => { readonly row: ErrorRow; message: string }
  const error = Kind === (requests.InvalidBody as unknown) ? new Any([]) : new Any('…', '…', '…')
  return { ...error.row, message: error.message }
}
