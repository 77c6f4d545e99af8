import type { FastifyInstance } from 'fastify'
import type { Recording } from '../support/service/recordings.ts'

type Faults = Partial<FastifyInstance['demoFaults']>
type Request = Recording['request']

/** What has to happen before a recorded request, on a fresh demo. */
export interface Preparation {
  requests: Request[]
  faults: Faults
  /** Whether the recorded attempt id stands for the one that the demo has handed out. */
  renewsAttempt: boolean
}

const JOB = '00000000-0000-4000-8000-0000000000'
const BOX = { x: 0.22, y: 0.3, w: 0.06, h: 0.22 }
const frame = (nn: string, n = 1) => `jobs/${JOB}${nn}/frames/frame_000${n}.jpg`

const selectTrack = (nn: string, body: object) => post(nn, 'select-track', body)
const setTarget = (nn: string, n = 1, bbox = BOX, attempt = false) =>
  post(nn, 'target', { frame_key: frame(nn, n), bbox, track_id: 8 }, attempt)
const SECOND_BOX = { ...BOX, x: 0.224, y: 0.3048 }
const ANALYZE = post('05', 'analyze-player', { frame_key: frame('05'), track_id: 8 })
const ENQUEUE = post('13', 'enqueue', null, true)

/** Steps before the recordings whose names match, and the faults that were on. */
const PREPARED: [RegExp, Request[]][] = [
  [
    /^get-candidates--after-select-track|^get-job--s3-down|^get-diagnostic--s3-down/,
    [selectTrack('05', { trackId: 8 })],
  ],
  [/^get-(status|poll|job)--s3-config-missing/, [selectTrack('05', { trackId: 8 })]],
  [/^select-track--again-/, [selectTrack('05', { trackId: 8 })]],
  [/^old-.*--after-select-track/, [selectTrack('05', { trackId: 3 })]],
  [/^select-track--after-queued-|^enqueue--twice-|^get-job--after-enqueue--/, [ENQUEUE]],
  [/^old-.*enqueue--twice/, [ENQUEUE]],
  [/^get-job--after-enqueue-failed/, [ENQUEUE]],
  [/^enqueue--target-without-player/, [setTarget('05')]],
  [/^analyze-player--again-|^get-job--after-analyze-player/, [ANALYZE]],
  [/^target--(twice|stale)-/, [setTarget('10')]],
  [/^get-job--after-target--/, [setTarget('10')]],
  [
    /^get-job--after-selection--/,
    [
      post('10', 'selection', {
        selections: [{ frame_time_sec: 2.909, frame_key: frame('10'), ...BOX }],
      }),
    ],
  ],
  [
    /^get-job--after-player-ref--/,
    [post('12', 'player-ref', { frame_time_sec: 2.909, bbox: BOX }, true)],
  ],
  [/^get-job--after-retry--/, [post('21', 'retry', null, true)]],
  [/^get-job--after-retarget-failed/, [setTarget('21', 2, SECOND_BOX, true)]],
  [/^get-job--after-retarget-partial/, [setTarget('20', 2, SECOND_BOX, true)]],
  [/^get-job--after-zero-time-target/, [setTarget('06')]],
  [/^get-job--after-zero-time-no-selection/, [selectTrack('06', { trackId: 8 })]],
  [
    /^get-job--after-zero-time-select-track/,
    [selectTrack('06', { trackId: 8, selection: { frameTimeSec: 0, bbox: BOX } })],
  ],
]

const FAULTS: [RegExp, Faults][] = [
  [/worker-missing/, { workerMissing: true }],
  [/db-down/, { databaseDown: true }],
  [/redis-down|after-enqueue-failed/, { brokerDown: true }],
  [/s3-down/, { storageDown: true }],
  [/s3-config-missing/, { storageUnconfigured: true }],
  [/--unconfigured/, { lgiUnconfigured: true }],
]

/** An id that was already replaced when it was recorded stays as it is. */
const OLD_ATTEMPT = /old-attempt|stale-attempt/

export function preparationOf(name: string): Preparation {
  const requests = PREPARED.filter(([pattern]) => pattern.test(name)).flatMap(([, steps]) => steps)
  const faults = FAULTS.filter(([pattern]) => pattern.test(name)).map(([, fault]) => fault)
  return {
    requests,
    faults: Object.assign({}, ...faults),
    renewsAttempt: requests.length > 0 && !OLD_ATTEMPT.test(name),
  }
}

/** Recordings that the demo does not stand in for, with the reason. */
export const NOT_REPLAYED: [RegExp, string][] = [
  [/^prod--/, 'host names are not restricted: the demo listens on loopback'],
]

/** `flow-` and `seq-` recordings are steps of one story; this is the story's name and the step's number. */
export function storyOf(name: string): { story: string; step: number } | null {
  const match = /^((?:flow|seq)-.+?)--(\d+)-/.exec(name)
  return match === null ? null : { story: match[1]!, step: Number(match[2]) }
}

/**
 * The steps 3 and 4 of the flow from time 0.0, which were played but not kept: those of the normal
 * flow on the other job.
 */
export function zeroTimeStep(normal: Recording, story: string): Recording {
  const text = JSON.stringify(normal).replaceAll(`${JOB}05`, `${JOB}06`).replaceAll('2.909', '0')
  const recording: Recording = JSON.parse(text)
  return { ...recording, name: normal.name.replace(/^flow-.+?--/, `${story}--`) }
}

function post(nn: string, action: string, body: object | null, hasAttempt = false): Request {
  return {
    method: 'POST',
    path: `/jobs/${JOB}${nn}/${action}`,
    headers: {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(hasAttempt ? { 'X-Analysis-Attempt-Id': `aaaaaaaa-0000-4000-8000-0000000000${nn}` } : {}),
    },
    body,
  }
}
