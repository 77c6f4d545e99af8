import { isRecord } from '../domain/text/reading.ts'
import { MAY_HAVE_BEEN_MADE, UpstreamBadAnswer, UpstreamRedirects } from '../errors/service.ts'
import { leavesOpen } from './failure.ts'

/** What became of a change: made, with what the service says of it, or refused in the service's own words. */
export type Change =
  | { made: true; data: Record<string, unknown> }
  | { made: false; status: number; json: unknown }

/**
 * Reads the answer to a change that a page sent. Only the success envelope (docs/contract.md#success-envelope)
 * says that it was made; an error under a status of success refuses it. `json` is undefined if the body is not JSON.
 * @throws UpstreamRedirects, and UpstreamBadAnswer if nobody can tell whether it was made
 */
export function readChange(status: number, json: unknown): Change {
  if (leavesOpen(status, json)) throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
  if (status >= 400) return { made: false, status, json }
  if (status >= 300) throw new UpstreamRedirects()
  if (isRecord(json)) {
    if (json['ok'] === false || isRecord(json['error'])) return { made: false, status: 502, json }
    if (isRecord(json['data'])) return { made: true, data: json['data'] }
  }
  throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
}

/** Reads the answer to a change of a script: the data if the change was made, null if not or if nobody can tell. */
export function madeBy(status: number, json: unknown): Record<string, unknown> | null {
  try {
    const change = readChange(status, json)
    return change.made ? change.data : null
  } catch {
    return null
  }
}
