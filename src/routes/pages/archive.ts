import type { FastifyInstance } from 'fastify'
import { ownStatus } from '../../domain/http/status.ts'
import {
  type ArchiveMatch,
  MOST_MATCHES,
  readArchiveMatch,
  readArchiveMatches,
} from '../../domain/job/archive-match.ts'
import { UpstreamRefusal, UpstreamUnreadable } from '../../errors/service.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import { MATCHES_PATH } from '../../upstream/service-facts.ts'
import type { RequestContext } from '../../upstream/types.ts'

// The service's archive of matches (docs/contract.md#matches).

/**
 * Matches whose title has the text, 50 at most; any match for `''`.
 * @throws UpstreamRefusal, and what `upstream.get` throws
 */
export async function searchArchive(
  app: FastifyInstance,
  query: string,
  context: RequestContext,
): Promise<ArchiveMatch[]> {
  const asked = new URLSearchParams({ query, limit: String(MOST_MATCHES) })
  return readArchiveMatches(await read(app, `${MATCHES_PATH}?${asked}`, context))
}

/**
 * One match with its line-up. `id` is a UUID.
 * @throws UpstreamRefusal, UpstreamUnreadable, and what `upstream.get` throws
 */
export async function matchOfArchive(
  app: FastifyInstance,
  id: string,
  context: RequestContext,
): Promise<ArchiveMatch> {
  const match = readArchiveMatch(await read(app, `${MATCHES_PATH}/${id}`, context))
  if (match === null) throw new UpstreamUnreadable()
  // Keeps the id that was asked for, whatever id the answer has.
  return { ...match, id }
}

/** These answers have no envelope (docs/contract.md#no-envelope). */
async function read(app: FastifyInstance, path: string, context: RequestContext): Promise<unknown> {
  const answer = await app.upstream.get(path, context)
  const json = jsonOf(answer)
  if (answer.status !== 200) throw new UpstreamRefusal(ownStatus(answer.status), json, answer)
  answer.lease.release()
  return json
}
