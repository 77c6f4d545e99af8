const TRACKS = [8, 3, 12, 21]
const SIGNATURE =
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ACCESSKEY%2F20260801%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260801T082438Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature='

/** The address of a frame in the stub's image store, signed as the service signs. */
export function frameUrl(origin: string, n: number): string {
  return `${origin}/fnh/frames/frame_${String(n).padStart(4, '0')}.jpg?${SIGNATURE}${'ab'.repeat(32)}`
}

/** The answer to `GET /jobs/:id`, in the shape and of the size that was recorded; it may be enqueued. */
export function jobAnswer(origin: string, frames: number, status = 'READY_TO_ENQUEUE'): Buffer {
  return envelope({
    ...liveFields(status, 22),
    role: 'Striker',
    category: 'U17',
    preview_frames: Array.from({ length: frames }, (_, i) => frame(origin, i + 1)),
    player_ref: { track_id: 8, t: 2.9, x: 0.22, y: 0.3, w: 0.06, h: 0.22 },
    playerSaved: true,
    target: {
      confirmed: true,
      selections: [{ frame_time_sec: 2.9, x: 0.22, y: 0.3, w: 0.06, h: 0.22 }],
    },
    targetSaved: true,
    result: null,
    assets: {},
  })
}

/** The answer to `GET /jobs/:id/status` of a job that runs. */
export function statusAnswer(pct: number): Buffer {
  return envelope(liveFields('RUNNING', pct))
}

function liveFields(status: string, pct: number) {
  return {
    job_id: 'job',
    id: 'job',
    status,
    progress: { step: 'TRACKING', pct, message: 'x'.repeat(700) },
    warnings: [],
    error: null,
    failure_reason: null,
    updated_at: '2026-08-01T08:22:25.758969+00:00',
  }
}

function frame(origin: string, n: number) {
  return {
    key: `frames/frame_${String(n).padStart(4, '0')}.jpg`,
    width: 1280,
    height: 720,
    time_sec: n * 2.909,
    signed_url: frameUrl(origin, n),
    tracks: TRACKS.map((track_id, i) => ({
      track_id,
      bbox: { x: 0.1 + i * 0.2, y: 0.3, w: 0.06, h: 0.22 },
      tier: 'PRIMARY',
      score_hint: 0.82,
    })),
  }
}

function envelope(data: object): Buffer {
  return Buffer.from(JSON.stringify({ ok: true, data, meta: { request_id: 'r' } }))
}
