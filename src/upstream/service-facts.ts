import { randomUUID } from 'node:crypto'
import fp from 'fastify-plugin'
import { hasTracks } from '../domain/frames/frame-matching.ts'
import { permission } from '../domain/job/allowed-actions.ts'
import { isActive, stepOf } from '../domain/job/flow.ts'
import type { Job } from '../domain/job/job.ts'
import {
  isUnknownRoute,
  isWorkerAway,
  LATER_ACTS,
  type LaterAction,
  type ServiceFacts,
} from '../domain/job/service-facts.ts'
import { asRecord } from '../domain/text/reading.ts'
import { createInFlight } from '../lib/in-flight.ts'
import { orNull } from '../lib/within.ts'
import { jsonOf } from './answer-data.ts'
import type { RequestContext } from './types.ts'

declare module 'fastify' {
  interface FastifyInstance {
    service: Service
  }
}

/** What this process has learnt of the service: which routes it has, and whether its worker is there. */
interface Service {
  /**
   * What a page of this job has to know. Asks at the same time for all that is not known yet, and waits at most
   * `PATIENCE_MS`, so that no page hangs. Actions that are not known yet are offered.
   */
  about(job: Job, context: RequestContext): Promise<ServiceFacts>
  /** Whether the service has an archive of matches; false until it is known. */
  hasArchive(context: RequestContext): Promise<boolean>
  /** What is known so far, without asking. */
  readonly known: ServiceFacts
  /**
   * Learns from the answer to an action. A 404 of the route itself may mean that the service does not have the route,
   * so the service is asked.
   */
  learn(action: string, status: number, json: unknown, context: RequestContext): void
}

/** The list of the archive's matches. */
export const MATCHES_PATH = '/integrations/lgi/matches'

/** How long a page waits for what is not known yet. */
const PATIENCE_MS = 800
/** How long a route that was there is believed: the service may be replaced by another version under us. */
const ROUTE_KNOWN_MS = 15 * 60_000
/** How long a missing route is believed: the service may only be starting. */
const ROUTE_LACKED_MS = 60_000
/** When a question without an answer is asked again, milliseconds. */
const ASK_AGAIN_MS = 30_000
/** How long news of the worker is believed; the service says "away" after 60 s (docs/contract.md#liveness). */
const WORKER_KNOWN_MS = 5_000

/** A question to the service: asked again when its answer is old. */
interface Question {
  answer: boolean | null
  until: number
}

export const serviceFactsPlugin = fp<{ now: () => number }>(
  async (app, { now }) => {
    const questions = new Map<string, Question>()
    const flights = createInFlight<void>()
    /** A 404 or 405 is the answer here, so it is no warning. */
    const log = app.log.child({}, { level: 'error' })

    function questionOf(name: string): Question {
      const known = questions.get(name) ?? { answer: null, until: 0 }
      questions.set(name, known)
      return known
    }

    function settle(name: string, answer: boolean | null, ms: number) {
      Object.assign(questionOf(name), { answer, until: now() + ms })
    }

    /** Asks once for all pages. Never rejects: if nothing can be learnt, the last answer stays. */
    async function ask(name: string, work: () => Promise<void>): Promise<void> {
      const question = questionOf(name)
      if (now() < question.until) return
      await flights.join(name, undefined, () =>
        work().catch(() => settle(name, question.answer, ASK_AGAIN_MS)),
      )
    }

    /**
     * Sends a GET where the service takes a POST: the answer is 405 if it has the route, else 404. Neither changes
     * anything (docs/contract.md#no-envelope).
     */
    const askForRoute = (action: LaterAction, job: Job, context: RequestContext) =>
      ask(action, async () => {
        const asked = { ...context, log }
        const hasIt = await tellsOfRoute(action, job.id, asked)
        // One job may answer oddly, so the same is asked for an id that no job has: a route that exists answers there
        // too.
        settleRoute(
          action,
          hasIt === false ? await tellsOfRoute(action, randomUUID(), asked) : hasIt,
        )
      })

    /** Null if the service fails. */
    async function tellsOfRoute(action: LaterAction, jobId: string, context: RequestContext) {
      const answer = await app.upstream.get(`/jobs/${jobId}/${action}`, context)
      return answer.status >= 500 ? null : !isUnknownRoute(answer.status, jsonOf(answer))
    }

    function settleRoute(action: LaterAction, hasIt: boolean | null) {
      if (hasIt === null) settle(action, questionOf(action).answer, ASK_AGAIN_MS)
      else settle(action, hasIt, hasIt ? ROUTE_KNOWN_MS : ROUTE_LACKED_MS)
    }

    const askForWorker = (context: RequestContext) =>
      ask('worker', async () => {
        const answer = await app.upstream.get('/runtime', { ...context, log })
        const json = jsonOf(answer)
        // Older versions do not tell (docs/contract.md#versions).
        if (isUnknownRoute(answer.status, json)) return settle('worker', false, ROUTE_KNOWN_MS)
        const away = answer.status === 200 && isWorkerAway(asRecord(json)['data'])
        settle('worker', away, WORKER_KNOWN_MS)
      })

    /** No archive set up: a 503 with its own code; older versions have no such route (docs/contract.md#matches). */
    const askForArchive = (context: RequestContext) =>
      ask('archive', async () => {
        const answer = await app.upstream.get(`${MATCHES_PATH}?limit=1`, { ...context, log })
        const json = asRecord(jsonOf(answer))
        const lacks =
          answer.status === 404 || asRecord(json['error'])['code'] === 'LGI_SOURCE_UNAVAILABLE'
        if (answer.status >= 400 && !lacks) {
          return settle('archive', questionOf('archive').answer, ASK_AGAIN_MS)
        }
        const hasIt = Array.isArray(json['items'])
        settle('archive', hasIt, hasIt ? ROUTE_KNOWN_MS : ROUTE_LACKED_MS)
      })

    function learn(action: string, status: number, json: unknown, context: RequestContext) {
      const later = LATER_ACTS.find((one) => one === action)
      if (later === undefined) return
      if (!isUnknownRoute(status, json)) return settleRoute(later, status >= 500 ? null : true)
      questionOf(later).until = 0
      app.background.run('question to the service', () =>
        ask(later, async () =>
          settleRoute(later, await tellsOfRoute(later, randomUUID(), { ...context, log })),
        ),
      )
    }

    function known(): ServiceFacts {
      const lacks = LATER_ACTS.filter((action) => questions.get(action)?.answer === false)
      return { lacks: new Set(lacks), workerAway: questions.get('worker')?.answer === true }
    }

    app.decorate('service', {
      async about(job: Job, context: RequestContext) {
        const asked = wanted(job).map((action) => askForRoute(action, job, context))
        if (mayBeStarted(job)) asked.push(askForWorker(context))
        if (asked.length > 0) await orNull(Promise.all(asked), PATIENCE_MS)
        return known()
      },
      async hasArchive(context: RequestContext) {
        await orNull(askForArchive(context), PATIENCE_MS)
        return questions.get('archive')?.answer === true
      },
      get known() {
        return known()
      },
      learn,
    } satisfies Service)
  },
  { name: 'service-facts', dependencies: ['upstream', 'background'] },
)

/** The actions of later versions that a page of this job would offer or mention. */
function wanted(job: Job): LaterAction[] {
  if (isActive(job)) return []
  const nameless = job.target.confirmed && Object.values(job.player).every((one) => one === null)
  // The form of a choice takes names too.
  const named = job.playerRef?.trackId != null || stepOf(job) === 'player'
  return [
    ...(job.status === 'FAILED' ? (['retry'] as const) : []),
    ...(named || nameless ? (['player-profile'] as const) : []),
    ...(hasTracks(job.frames) || nameless ? (['pick-player'] as const) : []),
  ]
}

function mayBeStarted(job: Job): boolean {
  return permission(job, 'enqueue').allowed || permission(job, 'retry').allowed
}
