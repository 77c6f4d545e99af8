import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import type { ClubQuery } from '../../contracts/club.ts'
import { CLUB_STATES } from '../../domain/club/listed-job.ts'
import { readCursor } from '../../domain/club/place.ts'
import { readClubQuery } from '../../domain/club/query.ts'
import { searchWords } from '../../domain/club/words.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { ClubListOff } from '../../errors/club.ts'
import { contextOf } from '../../upstream/types.ts'
import { type ClubList, toClubList } from '../../view-models/club/list.ts'
import { readRecent } from '../pages/read-recent.ts'

/** Longest search, characters. The rest of a longer text is ignored. */
const MOST_SEARCH = 200

/** Reads what an address asks of the list. Parts that make no sense are left out, so that the page shows the list. */
export function listQueryOf(fields: Fields): ClubQuery {
  const state = CLUB_STATES.find((one) => one === textOf(fields, 'state'))
  const q = textOf(fields, 'q').slice(0, MOST_SEARCH).trim()
  const cursor = textOf(fields, 'cursor')
  return {
    ...(state ? { state } : {}),
    // A search without any word finds nothing.
    ...(searchWords(q).length === 0 ? {} : { q }),
    ...(readCursor(cursor) === null ? {} : { cursor }),
  }
}

/** @throws ClubListOff, ClubListUnset */
export async function readClubList(
  app: FastifyInstance,
  query: ClubQuery,
  readOnly: boolean,
): Promise<ClubList> {
  const { page, visits, version, awaySince } = await app.club.list(
    readClubQuery(query, app.now())!,
    'page',
  )
  const now = app.now()
  return toClubList({ urls: app.urls, query, page, visits, version, awaySince, now, readOnly })
}

/** Adds the jobs in the browser's cookie to the list, then reads the list; null if there is none at present. */
export async function listForPage(
  app: FastifyInstance,
  request: FastifyRequest,
): Promise<ClubList | null> {
  if (app.club.standing === 'unset' || !app.upstream.configured) return null
  try {
    await takeOver(app, request)
    return await readClubList(app, listQueryOf(request.query as Fields), !may(request, 'act'))
  } catch (error) {
    if (error instanceof ClubListOff) return null
    throw error
  }
}

/** Reads once each job that this browser opened before there was a list. The list hears of every read. */
async function takeOver(app: FastifyInstance, request: FastifyRequest) {
  const missing = await app.club.missing(request.recentJobs())
  if (missing.length === 0) return
  const context = contextOf(request)
  await readRecent(missing, (id) => app.jobs.read(id, context))
  await app.club.write()
}
