import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Fields } from '../../domain/forms/fields.ts'
import { namingIn, typedNames } from '../../domain/forms/names.ts'
import { isChosen } from '../../domain/forms/start-plan.ts'
import { chosenIn, trackFieldOf } from '../../domain/forms/track-field.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { type Problem, problemFromFormFaults } from '../../view-models/problem/problem.ts'
import type { ActionRoute } from './actions.ts'
import { showOutcome } from './after.ts'
import { type ActionRequest, judgeAndSend, readToJudge } from './judge-and-send.ts'
import { afterSome, runPlanned } from './planned.ts'
import type { RecentlyDone } from './recently-done.ts'

/**
 * Runs an action of a page when no other changes the job: reads the job, asks whether the action may be done, turns
 * the form into the body of the contract and sends it. The answer shows the job after that.
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
  return showOutcome(app, request, reply, route.action, problem)
}

/** What a form with names has already stored: said if the service does not take the names. */
const STORED: Partial<Record<Action, string>> = {
  'select-track': 'The player is stored.',
  'pick-player': 'The player is stored.',
  target: 'The target is stored.',
  selection: 'The box is stored.',
}

/** Sends the action, then the names in the form, because the service takes names only after the choice. */
async function act(
  app: FastifyInstance,
  request: ActionRequest,
  route: ActionRoute,
  fields: Fields,
  done: RecentlyDone<string>,
): Promise<Problem | null> {
  const choose = () => judgeAndSend(app, request, { route, fields }, done)
  const stored = STORED[route.action]
  if (stored === undefined || typedNames(fields).length === 0) return choose()
  const { job } = await readToJudge(app, request, false)
  const naming = namingIn(fields, job, app.service.known)
  if ('faults' in naming) return problemFromFormFaults(naming.faults)
  const [named] = naming
  const { track } = chosenIn(fields)
  if (trackFieldOf(route.action) && isChosen(job, track)) {
    // The player is stored already. Choosing the track again would drop the target.
    if (named === undefined) return null
    const fenced = { ...named.fields, attempt: fields['attempt'] }
    return runPlanned(app, request, { ...named, fields: fenced }, track)
  }
  const problem = await choose()
  if (problem !== null || named === undefined) return problem
  const unnamed = await runPlanned(app, request, named, track)
  return unnamed && afterSome(unnamed, stored)
}
