import type { FastifyError, FastifyInstance } from 'fastify'
import type { PlannedAction } from '../../domain/forms/start-plan.ts'
import { trackFieldOf } from '../../domain/forms/track-field.ts'
import { NOTHING_CHANGED } from '../../errors/advice.ts'
import { NOTHING_SENT } from '../../errors/request.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { ROUTES } from './actions.ts'
import { type ActionRequest, judgeAndSend } from './judge-and-send.ts'
import { problemOf } from './problem-of.ts'

/** A problem that came after something was done: it no longer says that nothing was. */
export function afterSome(problem: Problem, before: string): Problem {
  const whatToDo = [NOTHING_SENT, NOTHING_CHANGED]
    .reduce((words, nothing) => words.replace(nothing, ''), problem.whatToDo)
    .trim()
  return { ...problem, before, whatToDo }
}

/**
 * One action of several that follow each other under the job's lock: what is in the way, null if it was done. What
 * follows the choice of a player is done for that track alone.
 */
export async function runPlanned(
  app: FastifyInstance,
  request: ActionRequest,
  { action, fields }: PlannedAction,
  track: string,
): Promise<Problem | null> {
  const route = ROUTES.get(action)!
  const onTrack = trackFieldOf(action) ? {} : { onTrack: track }
  try {
    return await judgeAndSend(app, request, { route, fields, ...onTrack }, null)
  } catch (error) {
    if (request.ending.aborted) throw error
    return problemOf(error as FastifyError, request.id)
  }
}
