import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { type PlannedAction, startPlan } from '../../domain/forms/start-plan.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { isActive } from '../../domain/job/flow.ts'
import { FormOfAPage } from '../../errors/request.ts'
import { type Problem, problemFromFormFaults } from '../../view-models/problem/problem.ts'
import { ACT_ROUTES } from './actions.ts'
import { afterAction, showProblem } from './after.ts'
import { type ActionRequest, judgeAndSend, readToJudge } from './as-html.ts'
import { problemOf } from './problem-of.ts'
import type { RecentlyDone } from './recently-done.ts'

const ROUTES = new Map(ACT_ROUTES.map((route) => [route.action, route]))

/** What stands after each action of the plan, where a later one was not done. */
const DONE: Partial<Record<Action, string>> = {
  'select-track': 'The player is stored.',
  'pick-player': 'The player is stored.',
  target: 'The target is stored.',
}

/**
 * Stores the player, stores the target and starts, each only after the one before was answered. The first refusal
 * ends it, and the page shows it where it happened, with what is stored. All under one lock of the job, and each
 * action judged on the job as it then is.
 */
export async function startWithPlayer(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  done: RecentlyDone<true>,
): Promise<FastifyReply> {
  if (request.form === null) throw new FormOfAPage()
  const fields = request.form
  const form = [request.params.jobId, 'start', fields]
  const problem = await app.withJobLock(request.params.jobId, request.ending, async () => {
    // A browser that sends the form again by itself.
    if (done.of(form)) return null
    const found = await run(app, request, fields, done)
    if (found === null) done.note(form, true)
    return found
  })
  return problem === null
    ? afterAction(app, request, reply, 'enqueue')
    : showProblem(app, request, reply, { ...problem, requestId: problem.requestId || request.id })
}

async function run(
  app: FastifyInstance,
  request: ActionRequest,
  fields: Fields,
  done: RecentlyDone<true>,
): Promise<Problem | null> {
  const read = await readToJudge(app, request, true)
  const { job } = read
  const track = textOf(fields, 'trackId') || textOf(fields, 'track_id')
  if (isActive(job) && String(job.playerRef?.trackId) === track) return null
  const plan = startPlan(fields, read, app.service.known)
  if ('faults' in plan) return problemFromFormFaults(plan.faults)
  const before: string[] = []
  for (const planned of plan) {
    const problem = await runOne(app, request, planned, track, done)
    if (problem !== null) return { ...problem, before: before.join(' ') || null }
    before.push(DONE[planned.action] ?? '')
  }
  return null
}

async function runOne(
  app: FastifyInstance,
  request: ActionRequest,
  { action, fields }: PlannedAction,
  track: string,
  done: RecentlyDone<true>,
): Promise<Problem | null> {
  const chooses = action === 'select-track' || action === 'pick-player'
  const route = ROUTES.get(action)!
  const onTrack = chooses ? {} : { onTrack: track }
  try {
    return await judgeAndSend(app, request, { route, fields, ...onTrack }, done)
  } catch (error) {
    if (request.ending.aborted) throw error
    return problemOf(error as FastifyError, request.id)
  }
}
