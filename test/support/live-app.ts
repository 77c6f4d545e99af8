import type { Test } from 'tap'
import type { LivePace } from '../../src/live/watch.ts'
import { startApp } from './app.ts'
import { openStream } from './event-stream.ts'
import { json, type Seen, startUpstream, type Told } from './service/upstream-server.ts'

const PACE = { busyMs: 20, idleMs: 40, restMs: 60, longestMs: 80, silentMs: 400, heartbeatMs: 50 }

/** A job as the upstream's status tells it. */
export function told(id: string, status: string, pct: number) {
  return {
    job_id: id,
    id,
    status,
    progress: { step: 'TRACKING', pct },
    warnings: [],
    updated_at: `2026-08-01T00:00:${String(pct % 60).padStart(2, '0')}Z`,
  }
}

/**
 * Touchline with quick looks, before an upstream whose jobs are in `jobs`: whole and as their status.
 * `looks` counts the calls for a status; `nextLook` waits for the next one.
 */
export async function startLiveApp(
  t: Test,
  first: Record<string, object> = {},
  pace: Partial<LivePace> = {},
) {
  const jobs = new Map(Object.entries(first))
  const answer = ({ path }: Seen): Told | Promise<Told> => {
    const data = jobs.get(path.split(/[/?]/)[2] ?? '')
    return data ? json({ ok: true, data }) : json({ ok: false, error: { code: 'NO' } }, 404)
  }
  const waiting: (() => void)[] = []
  const state = { looks: 0, answer }
  const upstream = await startUpstream(t, (seen) => {
    if (seen.path.endsWith('/status')) {
      state.looks += 1
      for (const wake of waiting.splice(0)) wake()
    }
    return state.answer(seen)
  })
  const app = await startApp(
    t,
    { API_BASE_URL: upstream.url, LOG_LEVEL: 'warn' },
    { pace: { ...PACE, ...pace }, anyHost: true },
  )
  return Object.assign(state, {
    ...app,
    jobs,
    upstream,
    plain: answer,
    open: (path: string, headers: Record<string, string> = {}) =>
      openStream(t, `${app.origin}${path}`, headers),
    async nextLooks(count: number) {
      for (let i = 0; i < count; i += 1) await new Promise<void>((wake) => void waiting.push(wake))
    },
  })
}
