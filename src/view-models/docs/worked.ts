import { exampleOf } from '../../openapi/examples.ts'
import { FOLLOWED, WORKED_JOB } from '../../openapi/guide/worked-job.ts'
import { curlOf, type Reach } from './curl.ts'
import { type Piece, piecesOf } from './words.ts'

/** One step of the worked example. */
export interface DocsStep {
  id: string
  title: string
  says: Piece[]
  curl: string
  status: number
  /** The part of the answer that is shown. */
  answer: string
}

/** Gives back the steps of a recorded job of the service, and a step for Touchline's stream of a job. */
export function toWorkedJob(reach: Reach): DocsStep[] {
  return WORKED_JOB.flatMap(({ title, says, recorded, shows }, at) => {
    const { request, response } = exampleOf(recorded)
    const attempt = Object.keys(request.headers).some((name) => /^x-analysis-/i.test(name))
    const step: DocsStep = {
      id: `step-${at + 1}`,
      title,
      says: piecesOf(says),
      curl: curlOf(reach, {
        method: request.method === 'POST' ? 'POST' : 'GET',
        path: `/api${request.path.replace(/^\/jobs\/[^/?]+/, '/jobs/$JOB')}`,
        headers: attempt ? ['X-Analysis-Attempt-Id: $ATTEMPT'] : [],
        ...(request.body === null ? {} : { body: request.body }),
      }),
      status: response.status,
      answer: JSON.stringify(picked(response.body, shows), null, 2),
    }
    return title === FOLLOWED.after ? [step, toFollowed(reach)] : [step]
  })
}

function toFollowed(reach: Reach): DocsStep {
  const path = '/api/jobs/$JOB/events'
  return {
    id: 'step-follow',
    title: FOLLOWED.title,
    says: piecesOf(FOLLOWED.says),
    curl: curlOf(reach, { method: 'GET', path, follows: true }),
    status: 200,
    answer: FOLLOWED.stream,
  }
}

/** The values at these paths, each with its path as its name. */
function picked(body: unknown, paths: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    paths.map((path) => [
      path,
      path
        .split('.')
        .reduce((value: unknown, key) => (value as Record<string, unknown> | null)?.[key], body),
    ]),
  )
}
