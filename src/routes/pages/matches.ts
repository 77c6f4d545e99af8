import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { MATCH_ID } from '../../domain/job/archive-match.ts'
import { LABEL } from '../../domain/text/foreign-text.ts'
import { MatchIdInvalid } from '../../errors/request.ts'
import { orNull } from '../../lib/within.ts'
import { contextOf } from '../../upstream/types.ts'
import type { ArchiveInput } from '../../view-models/matches.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { lookSoon } from '../ask.ts'
import { matchOfArchive, searchArchive } from './archive.ts'
import { problemOfCreation } from './other-video.ts'

/**
 * What the form of a new job shows of the archive: a search, what it found, and the match that was chosen. If the
 * service has no archive, nothing is asked, except for a match that the address names.
 */
export async function lookAtArchive(
  app: FastifyInstance,
  request: FastifyRequest,
): Promise<ArchiveInput & { problem: Problem | null }> {
  const nothing = {
    offered: false,
    query: null,
    found: [],
    trouble: null,
    match: null,
    playerId: '',
  }
  if (!app.upstream.configured) return { ...nothing, problem: null }
  const query = request.query as Fields
  const [offered, chosen] = await Promise.all([
    app.service.hasArchive(contextOf(request)),
    request.form === null ? choose(app, request, textOf(query, 'match')) : keep(app, request),
  ])
  const asked = request.form === null && query['archive'] !== undefined
  const searched = offered && asked ? await search(app, request, textOf(query, 'archive')) : {}
  return { ...nothing, ...chosen, ...searched, offered, playerId: textOf(query, 'player') }
}

/** Reads the match that the address names. It is a problem if there is no such match. */
async function choose(app: FastifyInstance, request: FastifyRequest, id: string) {
  if (id === '') return { match: null, problem: null }
  try {
    if (!MATCH_ID.test(id)) throw new MatchIdInvalid()
    return { match: await lookSoon(matchOfArchive(app, id, contextOf(request))), problem: null }
  } catch (error) {
    if (request.ending.aborted) throw error
    return { match: null, problem: problemOfCreation(error as FastifyError, request.id) }
  }
}

/** A refused form keeps its match, even if its title cannot be read now. */
async function keep(app: FastifyInstance, request: FastifyRequest) {
  const id = textOf(request.form ?? {}, 'lgi_match_id')
  if (!MATCH_ID.test(id)) return { match: null, problem: null }
  const match = await orNull(matchOfArchive(app, id, contextOf(request)))
  return { match: match ?? { id, title: `match ${id}`, lineup: [] }, problem: null }
}

async function search(app: FastifyInstance, request: FastifyRequest, text: string) {
  const query = text.slice(0, LABEL).toWellFormed()
  try {
    return { query, found: await lookSoon(searchArchive(app, query, contextOf(request))) }
  } catch (error) {
    if (request.ending.aborted) throw error
    const { title, whatToDo } = problemOfCreation(error as FastifyError, request.id)
    return { query, trouble: `${title} ${whatToDo}` }
  }
}
