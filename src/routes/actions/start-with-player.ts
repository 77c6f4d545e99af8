import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Fields } from '../../domain/forms/fields.ts'
import { changesNames } from '../../domain/forms/names.ts'
import { hasStarted, startPlan } from '../../domain/forms/start-plan.ts'
import { chosenIn } from '../../domain/forms/track-field.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { FormOfAPage } from '../../errors/request.ts'
import {
  type Problem,
  problemFromFormFaults,
  problemFromRefusal,
} from '../../view-models/problem/problem.ts'
import { showOutcome } from './after.ts'
import { type ActionRequest, readToJudge, refusalByNow } from './judge-and-send.ts'
import { afterSome, runPlanned } from './planned.ts'
import type { RecentlyDone } from './recently-done.ts'

/** What each action of the plan stores: said if the start was not reached. */
const STORES: Partial<Record<Action, string>> = {
  'select-track': 'player',
  'pick-player': 'player',
  'player-profile': 'name',
  target: 'target',
  selection: 'box',
}

/**
 * Stores the player, stores the target and starts, each only after the one before was answered. The first refusal
 * ends the plan, and the page shows the refusal with what is stored. One lock of the job covers the whole plan. Each
 * action is judged on the job as it is then.
 */
export async function startWithPlayer(
  app: FastifyInstance,
  request: ActionRequest,
  reply: FastifyReply,
  done: RecentlyDone<string>,
): Promise<FastifyReply> {
  if (request.form === null) throw new FormOfAPage()
  const fields = request.form
  const { jobId } = request.params
  const problem = await app.withJobLock(jobId, request.ending, () => {
    // The change that was done before is no longer the last one.
    done.forget(jobId)
    return run(app, request, fields)
  })
  return showOutcome(app, request, reply, 'enqueue', problem)
}

async function run(
  app: FastifyInstance,
  request: ActionRequest,
  fields: Fields,
): Promise<Problem | null> {
  const read = await readToJudge(app, request, true)
  const { job } = read
  const { track } = chosenIn(fields)
  // A second press, or a form that the browser sent again by itself: the analysis has been started.
  if (hasStarted(fields, job, track)) {
    return changesNames(fields, job) ? problemFromRefusal('ANALYSIS_IN_PROGRESS', UNNAMED) : null
  }
  const plan = startPlan(fields, read, app.service.known)
  if ('faults' in plan) {
    // What a job that has moved on cannot take is no mistake in the form.
    const outdated = refusalByNow(job, 'target', fields, app.service.known)
    return outdated ?? problemFromFormFaults(plan.faults)
  }
  const before: string[] = []
  for (const planned of plan) {
    const problem = await runPlanned(app, request, planned, track)
    if (problem !== null) {
      const stands = standing(before, planned.action, problem)
      return stands === null ? problem : afterSome(problem, stands)
    }
    before.push(`The ${STORES[planned.action]} is stored.`)
  }
  return null
}

/** What the press did before it met the problem; null if it did nothing. */
function standing(
  before: readonly string[],
  action: Action,
  { whatToDo, isUnsure }: Problem & { isUnsure: boolean },
): string | null {
  if (before.length === 0) return null
  const stores = STORES[action]
  const isRefused = whatToDo.startsWith(NOT_STARTED)
  const isOpen = isUnsure && !isRefused
  const open = stores === undefined ? 'the analysis was started' : `the ${stores} was stored`
  const mayHaveStarted = isOpen && stores === undefined
  return [
    ...before,
    ...(isOpen ? [`It is not known whether ${open}.`] : []),
    ...(mayHaveStarted || isRefused ? [] : [NOT_STARTED]),
  ].join(' ')
}

const UNNAMED =
  'The analysis of this player runs already. The name, team and number were not changed.'
const NOT_STARTED = 'Nothing was started.'
