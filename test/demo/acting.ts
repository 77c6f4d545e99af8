import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { buildDemoUpstream, type DemoOptions } from '../../src/demo/upstream.ts'

const NOON = Date.UTC(2026, 0, 31, 12)
/** The least that `POST /jobs` takes in July. */
export const NEW_JOB = {
  video_url: 'https://videos.test/match.mp4',
  role: 'Striker',
  category: 'U17',
}

/** A demo whose clock the test sets. */
export function demoAtNoon(t: Pick<Test, 'teardown'>, options: DemoOptions = {}) {
  const clock = { now: NOON }
  const app = buildDemoUpstream({ ...options, now: () => clock.now })
  t.teardown(() => app.close())
  return { app, wait: (sec: number) => (clock.now += sec * 1000) }
}

/** `data` of an answer. */
export async function get(app: FastifyInstance, path: string) {
  return (await app.inject(path)).json().data
}

/** Status and body of an answer; the attempt goes into the header. */
export async function post(app: FastifyInstance, path: string, body?: object, attempt?: string) {
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: attempt === undefined ? {} : { 'X-Analysis-Attempt-Id': attempt },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: answer.statusCode, ...answer.json() }
}

/** Chooses the first candidate and its box on its best frame; returns the attempt to enqueue with. */
export async function choose(app: FastifyInstance, path: string): Promise<string | undefined> {
  const job = await get(app, path)
  const [candidate] = (await get(app, `${path}/candidates`)).candidates
  const frame = job.preview_frames.find(
    ({ key }: { key: string }) => key === candidate.bestPreviewFrameKey,
  )
  const { bbox, track_id } = frame.tracks.find(
    (one: { track_id: number }) => one.track_id === candidate.trackId,
  )
  const time = { time_sec: frame.time_sec, frame_time_sec: frame.time_sec }
  const player = await post(app, `${path}/select-track`, {
    trackId: track_id,
    selection: { ...time, frameTimeSec: frame.time_sec, bbox },
  })
  const flat = { frame_time_sec: frame.time_sec, frame_key: frame.key, ...bbox }
  const target = await post(
    app,
    `${path}/target`,
    { selections: [flat], frame_key: frame.key, ...time, bbox, track_id },
    player.data.analysis_attempt_id,
  )
  return target.data.analysis_attempt_id
}
