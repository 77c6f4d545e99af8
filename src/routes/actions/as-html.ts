import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { namesIn, playerProfileForm } from '../../domain/forms/names.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { type Problem, problemFromFormFaults } from '../../view-models/problem/problem.ts'
import type { ActionRoute } from './actions.ts'
import { afterAction, showProblem } from './after.ts'
import { type ActionRequest, judgeAndSend } from './judge-and-send.ts'
import { runPlanned } from './planned.ts'
import type { RecentlyDone } from './recently-done.ts'

/**
 * An action of a page: in its turn it looks at the job, asks whether the action may be done, reads the form
 * into the body of the contract and sends it. The answer shows the job as it is after that.
 */
export async function actionAsHtml(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  route: ActionRoute,
  done: RecentlyDone<string>,
): Promise<FastifyReply> {
  const { jobId } = request.params
  const fields = request.form ?? {}
  const problem = await app.withJobLock(jobId, request.ending, () =>
    act(app, request, route, fields, done),
  )
  return problem === null
    ? afterAction(app, request, reply, route.action)
    : showProblem(app, request, reply, { ...problem, requestId: problem.requestId || request.id })
}

/** With the names that the form of a choice may hold: the service takes them only after the choice. */
async function act(
  app: FastifyInstance,
  request: ActionRequest,
  route: ActionRoute,
  fields: Fields,
  done: RecentlyDone<string>,
): Promise<Problem | null> {
  const names = CHOICES[route.action] === undefined ? null : namesIn(fields)
  const decoded = names && playerProfileForm(names)
  if (decoded && 'faults' in decoded) return problemFromFormFaults(decoded.faults)
  const problem = await judgeAndSend(app, request, { route, fields }, done)
  if (problem !== null || names === null) return problem
  const track = textOf(fields, CHOICES[route.action]!)
  const unnamed = await runPlanned(app, request, { action: 'player-profile', fields: names }, track)
  return unnamed && { ...unnamed, before: 'The player is stored.' }
}

/** The actions that choose a track, with the field that names it. */
const CHOICES: Partial<Record<Action, string>> = {
  'select-track': 'trackId',
  'pick-player': 'track_id',
}
