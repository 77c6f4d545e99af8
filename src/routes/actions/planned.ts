import type { FastifyError, FastifyInstance } from 'fastify'
import type { PlannedAction } from '../../domain/forms/start-plan.ts'
import { trackFieldOf } from '../../domain/forms/track-field.ts'
import { NOTHING_CHANGED } from '../../errors/advice.ts'
import { NOTHING_SENT } from '../../errors/request.ts'
import { saysMayHaveBeenMade } from '../../errors/service.ts'
import { problemOf } from '../../http/error-pages.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { ROUTES } from './actions.ts'
import { type ActionRequest, judgeAndSend } from './judge-and-send.ts'

/** Says in a problem what was done before it, and takes out the words that nothing was done. */
export function afterSome(problem: Problem, before: string): Problem {
  const whatToDo = [NOTHING_SENT, NOTHING_CHANGED]
    .reduce((words, nothing) => words.replace(nothing, ''), problem.whatToDo)
    .trim()
  return { ...problem, before, whatToDo }
}

/**
 * Runs one of several actions under one lock of the job. Gives back the problem; null if the action was done. Actions
 * after the choice of a player are done for that track only. `isUnsure`: the action may have been done nevertheless.
 */
export async function runPlanned(
  app: FastifyInstance,
  request: ActionRequest,
  { action, fields }: PlannedAction,
  track: string,
): Promise<(Problem & { isUnsure: boolean }) | null> {
  const route = ROUTES.get(action)!
  const onTrack = trackFieldOf(action) ? {} : { onTrack: track }
  try {
    const problem = await judgeAndSend(app, request, { route, fields, ...onTrack }, null)
    // The service may have queued the run before it failed.
    const mayRun = action === 'enqueue' && problem !== null && problem.ofService
    return problem && { ...problem, isUnsure: mayRun && problem.status >= 500 }
  } catch (error) {
    if (request.ending.aborted) throw error
    const problem = problemOf(error as FastifyError, request.id)
    return { ...problem, isUnsure: saysMayHaveBeenMade(problem.title) }
  }
}
