import { rangeFromStart } from './byte-range.ts'

/** What the request to the store says beside the address. */
export interface StoreRequest {
  ifNoneMatch: string | null
  /** A `Range` that begins at byte 0: the first bytes decide whether it is an image. */
  range: string | null
}

const CONDITION = /^[\x20-\x7e]{1,1000}$/

/** Leaves out a condition that is not plain text, as if the client had sent none. */
export function askFor(ifNoneMatch: string | undefined, range: string | null): StoreRequest {
  return {
    ifNoneMatch: ifNoneMatch !== undefined && CONDITION.test(ifNoneMatch) ? ifNoneMatch : null,
    range: rangeFromStart(range),
  }
}

/**
 * All headers that the store gets: nothing of the client's cookies, credentials, addresses or referrer
 * (docs/decisions/frame-fetch.md).
 */
export function headersFor(asked: StoreRequest): Record<string, string> {
  return {
    accept: 'image/*',
    'accept-encoding': 'identity',
    'user-agent': 'touchline',
    ...(asked.ifNoneMatch === null ? {} : { 'if-none-match': asked.ifNoneMatch }),
    ...(asked.range === null ? {} : { range: asked.range }),
  }
}
