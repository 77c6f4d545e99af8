import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hashToken } from '../../auth/tokens.ts'
import { JOB_ID, LinkParams } from '../../contracts/params.ts'
import { LINK_DAYS, type LinkKind } from '../../domain/club/link.ts'
import { DAY_MS } from '../../domain/club/times.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { isLoopbackHost } from '../../domain/http/network-address.ts'
import { resultMark } from '../../domain/result/mark.ts'
import { readResult } from '../../domain/result/result.ts'
import {
  ClubListUnset,
  LinkDaysInvalid,
  LinkJobsInvalid,
  LinkWithoutResult,
} from '../../errors/club.ts'
import { AmbiguousRequest, LinkOfAPage } from '../../errors/request.ts'
import { clientOf } from '../../http/client-of.ts'
import { createAskedAs } from '../../http/security/asked-as.ts'
import { publicOriginOf } from '../../http/security/public-origin.ts'
import { contextOf } from '../../upstream/types.ts'
import { toLinkMadePage } from '../../view-models/links/pages.ts'
import { MAX_COMPARED } from '../../view-models/result/compare.ts'
import { RecentlyDone } from '../actions/recently-done.ts'
import { sendView } from '../pages/job-view.ts'
import { makeLinkToken } from './token.ts'

interface Wanted {
  kind: LinkKind
  jobs: string[]
  days: number
}
interface Made extends Wanted {
  token: string
  endsAt: number
}

/** Links for coaches are made and revoked by forms of pages. */
export async function linkRoutes(app: FastifyInstance) {
  const { urls, config } = app
  const askedAs = createAskedAs(config.trustedProxies)
  const made = new RecentlyDone<Promise<Made>>()

  app.post('/club/links', async (request, reply) => {
    if (request.form === null) throw new LinkOfAPage()
    if (app.club.standing === 'unset') throw new ClubListUnset()
    const wanted = wantedOf(request.form)
    // This may throw, so it comes before the link is made: only this answer tells the link's address.
    const origin = originOf(request)
    // A second press, or a form that the browser sent again by itself, means the same link. A page that was loaded
    // again has another form, which makes a link for another coach.
    const form = [clientOf(request), wanted, textOf(request.form, 'once')]
    const before = await live(made.of(form))
    const making = before === null ? make(request, wanted) : Promise.resolve(before)
    made.note(form, making)
    try {
      const { kind, jobs, token, endsAt } = await making
      const address = origin + urls.shared(token)
      const onlyHere = isLoopbackHost(new URL(origin).hostname.replace(/^\[|\]$/g, ''))
      const model = toLinkMadePage({ urls, kind, jobs, address, endsAt, onlyHere })
      return sendView(reply, 'pages/link-made', model)
    } catch (error) {
      made.forget(form)
      throw error
    }
  })

  app.post<{ Params: { linkId: string } }>(
    '/club/links/:linkId/revoke',
    { schema: { params: LinkParams } },
    async (request, reply) => {
      const link = await app.club.links.revoke(request.params.linkId, request.user)
      const ids = (link?.jobs ?? []).map(({ jobId }) => jobId)
      const who = request.user
      await Promise.all(ids.map((jobId) => app.club.did({ jobId, action: 'revoke-link', who })))
      if (link === null || textOf(request.form ?? {}, 'from') === 'upkeep') {
        return reply.redirect(link === null ? urls.home() : `${urls.upkeep()}#links`, 303)
      }
      const page = link.kind === 'result' ? urls.result(ids[0] ?? '') : urls.compare(ids)
      return reply.redirect(`${page}#links`, 303)
    },
  )

  /** The link that the same form made before; null if it was revoked since. */
  async function live(making: Promise<Made> | undefined): Promise<Made | null> {
    const before = await making?.catch(() => undefined)
    if (before === undefined) return null
    return (await app.club.links.live(hashToken(before.token))) === null ? null : before
  }

  async function make(request: FastifyRequest, wanted: Wanted): Promise<Made> {
    const context = contextOf(request)
    const jobs = await Promise.all(
      wanted.jobs.map(async (jobId) => {
        const job = await app.jobs.read(jobId, context, 'full')
        const reading = readResult(job)
        if (!('measures' in reading)) throw new LinkWithoutResult()
        return { jobId, mark: resultMark(job, reading) }
      }),
    )
    const token = makeLinkToken()
    const endsAt = app.now() + wanted.days * DAY_MS
    const { kind } = wanted
    const who = request.user
    await app.club.links.make({ hash: hashToken(token), kind, jobs, madeBy: who, endsAt })
    await Promise.all(jobs.map(({ jobId }) => app.club.did({ jobId, action: 'link', who })))
    return { ...wanted, token, endsAt }
  }

  /**
   * Our origin as this browser uses it, because the coach's browser reaches us under the same name.
   * @throws AmbiguousRequest if a program of HTTP/1.0 names no host, and no setting names us either
   */
  function originOf(request: FastifyRequest): string {
    const { publicOrigins } = config
    const { origin: given } = request.headers
    // A proxy in front may not pass on the name that the browser knows.
    if (given !== undefined && publicOrigins.includes(given)) return given
    const origin =
      publicOriginOf(request, publicOrigins, askedAs) ??
      askedAs(request.raw).origin ??
      publicOrigins[0]
    if (origin === undefined) throw new AmbiguousRequest()
    return origin
  }
}

/** @throws LinkJobsInvalid, LinkDaysInvalid */
function wantedOf(form: Fields): Wanted {
  const kind = textOf(form, 'kind') === 'comparison' ? 'comparison' : 'result'
  const given = [form['job'] ?? []].flat()
  const jobs = [...new Set(given)].filter((id) => JOB_ID.test(id))
  const most = kind === 'result' ? 1 : MAX_COMPARED
  if (jobs.length === 0 || jobs.length !== given.length || jobs.length > most) {
    throw new LinkJobsInvalid()
  }
  const days = LINK_DAYS.find((one) => String(one) === textOf(form, 'days'))
  if (days === undefined) throw new LinkDaysInvalid()
  return { kind, jobs, days }
}
