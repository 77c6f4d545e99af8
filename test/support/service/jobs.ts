import type { Job } from '../../../src/domain/job/job.ts'
import { readJob } from '../../../src/domain/job/read-job.ts'

/** A job as the upstream would say it, with what a test cares about put over the usual. */
export function jobOf(data: Record<string, unknown> = {}): Job {
  return readJob({
    job_id: 'job-1',
    status: 'WAITING_FOR_SELECTION',
    progress: { step: 'CANDIDATES_READY', pct: 22 },
    preview_frames: FRAMES,
    ...data,
  })
}

/** Track 8 on all three frames, largest on the second; track 3 on the first only; a time of 0.0. */
export const FRAMES = [
  frame(1, 0, [
    track(8, { x: 0.22, y: 0.3, w: 0.06, h: 0.22 }),
    track(3, { x: 0.5, y: 0.4, w: 0.06, h: 0.2 }),
  ]),
  frame(2, 2.909, [track(8, { x: 0.23, y: 0.3, w: 0.08, h: 0.25 })]),
  frame(3, 5.818, [track(8, { x: 0.24, y: 0.3, w: 0.06, h: 0.22 })]),
]

export const TRACK_8 = { track_id: 8, x: 0.22, y: 0.3, w: 0.06, h: 0.22, t: 0 }
export const CONFIRMED = {
  confirmed: true,
  selections: [{ frame_key: 'frame-1', frame_time_sec: 0, x: 0.22, y: 0.3, w: 0.06, h: 0.22 }],
}

function frame(n: number, time_sec: number, tracks: unknown[]) {
  return {
    key: `frame-${n}`,
    time_sec,
    width: 1280,
    height: 720,
    signed_url: `http://store/fnh/frame-${n}.jpg?X-Amz-Signature=s${n}`,
    tracks,
  }
}

function track(track_id: number, bbox: object) {
  return { track_id, bbox, tier: 'PRIMARY', score_hint: 0.8 }
}
