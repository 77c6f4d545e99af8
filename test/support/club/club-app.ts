import type { Test } from 'tap'
import type { Overrides } from '../../../src/app.ts'
import { startApp } from '../app.ts'
import { json, type Seen, startUpstream } from '../service/upstream-server.ts'
import { whenListed } from './listed.ts'

const QUICK = { writeMs: 20, newsMs: 20, sweepMs: 20, noticesMs: 20, presenceMs: 3_600_000 }

/** A job as the service tells it. */
export const jobData = (id: string, more: Record<string, unknown> = {}) => ({
  job_id: id,
  id,
  status: 'WAITING_FOR_PLAYER',
  role: 'Winger',
  category: 'U17',
  progress: { step: 'CANDIDATES_READY', pct: 20, updated_at: '2026-08-01T00:00:00Z' },
  preview_frames: [{ key: 'frame-1', time_sec: 0, width: 10, height: 10 }],
  target: { player: { player_name: 'L. Okafor', team_name: 'North End', shirt_number: 9 } },
  player_ref: null,
  warnings: ['LOW_LIGHT'],
  updated_at: '2026-08-01T00:00:00Z',
  created_at: '2026-07-31T00:00:00Z',
  ...more,
})

/** Touchline with its list in memory, before a service whose jobs are in `jobs`. */
export async function startClub(
  t: Test,
  env: Record<string, string> = {},
  now = Date.now,
  pace = {},
  overrides: Overrides = {},
) {
  const jobs = new Map<string, object>()
  const upstream = await startUpstream(t, ({ path }: Seen) => {
    const data = jobs.get(path.split(/[/?]/)[2] ?? '')
    return data
      ? json({ ok: true, data })
      : json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404)
  })
  const app = await startApp(
    t,
    { API_BASE_URL: upstream.url, DATABASE_URL: 'sqlite::memory:', ...env },
    { clubPace: { ...QUICK, ...pace }, now, ...overrides },
  )
  const page = (path: string, headers: Record<string, string> = {}) =>
    app.ask(path, { headers: { accept: 'text/html', ...headers } })
  return { ...app, jobs, upstream, page, listed: whenListed(app) }
}
