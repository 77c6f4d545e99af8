import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { videoOwner } from '../../../domain/forms/create-job.ts'
import { type Fields, textOf } from '../../../domain/forms/fields.ts'
import { type PlayerLine, readPlayerLines } from '../../../domain/forms/player-lines.ts'
import { pageStatus } from '../../../domain/http/status.ts'
import { SeveralOfAPage } from '../../../errors/request.ts'
import { ApiBaseUrlMissing } from '../../../errors/service.ts'
import { clientOf } from '../../../http/client-of.ts'
import { anotherPlayerValues, CREATE_LABELS } from '../../../view-models/create-form.ts'
import {
  type Problem,
  plainProblem,
  problemFromFormFaults,
} from '../../../view-models/problem/problem.ts'
import { toSeveralPage } from '../../../view-models/several.ts'
import { sendForm } from '../job-view.ts'
import { lookAtArchive } from '../matches.ts'
import { lookAtVideoOwner, problemOfPress, readVideoOwner } from '../other-video.ts'
import { createAll, type PressOutcome } from './create.ts'
import { bodyOf, problemOfLines } from './lines.ts'
import {
  digestOfTyped,
  inTurn,
  noteMade,
  onceOf,
  REMEMBERED_MS,
  SeveralSent,
  withoutMade,
} from './sent.ts'

const ELSEWHERE = [
  'This form was sent before, and its jobs were created or begun.',
  'Look for them in the club’s list. To create others, open “Several players at once” again.',
] as const

/**
 * Jobs for several players of one match. The lines are read and shown before anything is created, because for each job
 * the service reads the whole video. Then one job after the other is created.
 */
export async function severalRoutes(app: FastifyInstance) {
  const sent = new SeveralSent()

  app.get('/new-jobs', { config: { needs: 'act' } }, async (request, reply) => {
    if (!app.upstream.configured) throw new ApiBaseUrlMissing()
    const query = request.query as Record<string, string>
    // The form's name is in its address, so that Back and a reload bring the same form, whatever the browser has kept.
    if (onceOf(query) === '') {
      return reply.redirect(app.urls.newJobs({ ...query, form: randomUUID() }), 303)
    }
    return show(request, reply, query, {})
  })

  app.post('/new-jobs', {
    config: { represents: 'asked' },
    async handler(request, reply) {
      const { form } = request
      if (form === null) throw new SeveralOfAPage()
      const read = readPlayerLines(textOf(form, 'players'), 'players')
      if (read.faults.length > 0) {
        return show(request, reply, form, { problem: problemFromFormFaults(read.faults) })
      }
      const owner = videoOwner(form)
      const video = owner === '' ? null : (await readVideoOwner(app, owner, request)).video
      const bodies = read.players.map((player) => bodyOf(form, player, video))
      const problem = problemOfLines(read.players, bodies)
      if (problem !== null) return show(request, reply, form, { problem })
      const digest = digestOfTyped(form)
      const once = onceOf(form)
      const key = JSON.stringify([clientOf(request), once])
      const known = sent.of(key)
      const { outcomes } = known
      const fresh = withoutMade(known, read.players, bodies)
      if (!outcomes.has(digest)) {
        const outcome: PressOutcome = { ...fresh.before, not: [], status: 200 }
        if (fresh.players.length === 0) return show(request, reply, form, { outcome })
        if (textOf(form, 'checked') !== digest) {
          const checked = { players: fresh.players, checked: digest }
          const isNew = fresh.players.length === read.players.length
          return show(request, reply, form, isNew ? checked : { ...checked, outcome })
        }
      }
      // A form without a name is not one of ours, and must not push others out.
      if (once !== '') sent.keep(key, known)
      const isOurs =
        outcomes.has(digest) || once === '' || (await app.club.claim(`once ${once}`, REMEMBERED_MS))
      if (!isOurs) {
        const problem = plainProblem(409, ...ELSEWHERE, request.id)
        return show(request, reply, form, { problem })
      }
      const running = outcomes.get(digest) ?? inTurn(known, create)
      outcomes.set(digest, running)
      const outcome = await running
      if (outcome.made.length === 0 && outcome.unsure.length === 0) {
        // Nothing was created, so the same press must ask the service again, on this replica or another.
        outcomes.delete(digest)
        if (once !== '' && known.made.size + known.unsure.size === 0)
          await app.club.claim(`once ${once}`, 0)
      }
      if (isUntried(outcome)) {
        const checked = { players: fresh.players, checked: digest }
        return show(request, reply, form, { outcome, ...checked })
      }
      if (outcome.made.length > 0) reply.rememberJob(...outcome.made.map(({ id }) => id))
      return show(request, reply, form, { outcome })

      async function create() {
        // An earlier press may have created some of the jobs meanwhile.
        const { before, players, bodies: left } = withoutMade(known, read.players, bodies)
        const outcome = await createAll(app, request, players, left, owner !== '')
        noteMade(known, outcome, players, left)
        const isSame = players.length === fresh.players.length
        return isSame ? outcome : { ...outcome, made: [...before.made, ...outcome.made] }
      }
    },
    errorHandler(error: FastifyError, request, reply) {
      if (request.form === null || request.wants !== 'page' || !request.letIn) throw error
      return show(request, reply, request.form, { problem: problemOfPress(error, request.id) })
    },
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    fields: Fields,
    shown: {
      problem?: Problem
      players?: PlayerLine[]
      checked?: string
      outcome?: PressOutcome
    },
  ) {
    const [asked, archive] = await Promise.all([
      lookAtVideoOwner(app, request),
      lookAtArchive(app, request),
    ])
    const { outcome } = shown
    const isPressed = outcome !== undefined && shown.checked === undefined
    const problem = shown.problem ?? asked.problem ?? archive.problem
    reply.code(pageStatus(problem?.status ?? outcome?.status ?? 200))
    const { owner } = asked
    const model = toSeveralPage({
      urls: app.urls,
      values: request.form === null && owner?.job ? anotherPlayerValues(owner.job) : typed(fields),
      players: textOf(fields, 'players'),
      side: textOf(fields, 'side'),
      owner,
      archive,
      problem,
      checked: shown.checked ? { digest: shown.checked, players: shown.players ?? [] } : null,
      outcome: outcome ?? null,
      // The form with the players that are left after a press is a new one.
      once: (isPressed ? '' : onceOf(fields)) || randomUUID(),
    })
    return sendForm(reply, 'pages/several', model)
  }
}

/** True if the service could not be used: the same press is then offered again. */
function isUntried({ made, unsure, status }: PressOutcome): boolean {
  return made.length === 0 && unsure.length === 0 && status >= 500
}

const typed = (fields: Fields) =>
  Object.fromEntries(Object.keys(CREATE_LABELS).map((name) => [name, textOf(fields, name)]))
