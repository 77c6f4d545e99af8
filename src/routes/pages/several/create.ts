import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { PlayerLine } from '../../../domain/forms/player-lines.ts'
import { contextOf } from '../../../upstream/types.ts'
import type { NotMade } from '../../../view-models/players-not-made.ts'
import type { Problem } from '../../../view-models/problem/problem.ts'
import type { MadeJob } from '../../../view-models/several.ts'
import { createOne } from '../create-one.ts'
import { madeNothing, problemOfCreation } from '../other-video.ts'

/** What one press has made, in the order of its lines. */
export interface PressOutcome {
  made: MadeJob[]
  /** Jobs that may have been created. */
  unsure: NotMade[]
  not: NotMade[]
  status: number
}

/** No further job is begun after this, milliseconds. */
const LONGEST_MS = 60_000

/**
 * Creates the jobs. Goes on if the client leaves, because the press meant all jobs, and a reload asks for the same
 * outcome. Stops at the first job that may or may not have been created.
 */
export async function createAll(
  app: FastifyInstance,
  request: FastifyRequest,
  players: readonly PlayerLine[],
  bodies: readonly unknown[],
  isOurs: boolean,
): Promise<PressOutcome> {
  const outcome: PressOutcome = { made: [], unsure: [], not: [], status: 200 }
  const until = performance.now() + LONGEST_MS
  let stopped: 'unsure' | 'late' | 'away' | null = null
  for (const [i, player] of players.entries()) {
    if (stopped === null && performance.now() > until) stopped = 'late'
    if (stopped !== null) {
      outcome.not.push({ player, why: stopped })
      continue
    }
    const made = await createOrSay(app, request, bodies[i], isOurs)
    if (typeof made === 'string') outcome.made.push({ id: made, player })
    else {
      const { problem, isUnsure } = made
      outcome.status = problem.status
      outcome[isUnsure ? 'unsure' : 'not'].push({ player, why: problem })
      if (isOfAll(problem.status)) stopped = isUnsure ? 'unsure' : 'away'
    }
  }
  return outcome
}

/** True if the failure is not about the player: the next job would meet the same. */
function isOfAll(status: number): boolean {
  return status >= 500 || status === 401 || status === 403 || status === 429
}

async function createOrSay(
  app: FastifyInstance,
  request: FastifyRequest,
  body: unknown,
  isOurs: boolean,
): Promise<string | { problem: Problem; isUnsure: boolean }> {
  try {
    const context = { ...contextOf(request), signal: undefined }
    const made = await createOne(app, request, body, isOurs, context)
    if (typeof made === 'string') return made
    // The service says 503 before it does anything; after any other failure the job may exist (docs/contract.md).
    return { problem: made, isUnsure: made.status >= 500 && made.status !== 503 }
  } catch (thrown) {
    const error = thrown as FastifyError
    const problem = problemOfCreation(error, request.id)
    return { problem, isUnsure: problem.status >= 500 && !madeNothing(error) }
  }
}
