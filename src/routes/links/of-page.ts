import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import type { CoachLink, LinkKind } from '../../domain/club/link.ts'
import { orNull } from '../../lib/within.ts'
import { type LinksPart, toLinksPart } from '../../view-models/links/links.ts'

/** A page waits this long for its links, milliseconds. */
const BESIDE_MS = 1_000

/** The links of a result, or of a comparison of exactly these jobs; null if this reader can make none. */
export async function linksOfPage(
  app: FastifyInstance,
  request: FastifyRequest,
  kind: LinkKind,
  jobs: readonly string[],
): Promise<LinksPart | null> {
  const [first] = jobs
  if (first === undefined || app.club.standing === 'unset' || !may(request, 'act')) return null
  const found = await orNull(app.club.links.ofJob(first), BESIDE_MS)
  const links = found === null ? null : found.filter((link) => isOf(link, kind, jobs))
  return toLinksPart({ urls: app.urls, kind, jobs, links, now: app.now(), once: randomUUID() })
}

/** The page of a result also shows the links of comparisons that its job is in. */
function isOf(link: CoachLink, kind: LinkKind, jobs: readonly string[]): boolean {
  if (kind === 'result') return true
  const ids = link.jobs.map(({ jobId }) => jobId)
  return link.kind === kind && ids.length === jobs.length && jobs.every((id) => ids.includes(id))
}
