import type { Test } from 'tap'
import type { Overrides } from '../../../src/app.ts'
import { jobData, startClub } from './club-app.ts'
import { SECRET, startReceiver } from './receiver.ts'

export const running = (id: string, attempt = 'a1') =>
  jobData(id, {
    status: 'RUNNING',
    player_ref: { track_id: 8 },
    target: { player: { player_name: 'L. Okafor' }, analysis_attempt_id: attempt },
    progress: { step: 'TRACKING', pct: 10 },
  })
export const ended = (id: string, attempt = 'a1', status = 'PARTIAL') => ({
  ...running(id, attempt),
  status,
  progress: { step: 'DONE', pct: 100 },
})

/** Touchline with a receiver, and a clock that a test sets. */
export async function startNotices(
  t: Test,
  env: Record<string, string> = {},
  pace = {},
  overrides: Overrides = {},
) {
  const receiver = await startReceiver(t)
  const clock = { at: Date.parse('2026-11-27T10:00:00Z') }
  const club = await startClub(
    t,
    { WEBHOOK_URLS: receiver.url, WEBHOOK_SECRET: SECRET, ...env },
    () => clock.at,
    pace,
    overrides,
  )
  const open = async (id: string, job: object) => {
    club.jobs.set(id, job)
    t.equal((await club.page(club.app.urls.job(id))).status, 200)
    await club.app.club.write()
  }
  /** Opened while it runs, and again after its end. */
  const end = async (id: string, attempt = 'a1', status = 'PARTIAL') => {
    await open(id, running(id, attempt))
    await open(id, ended(id, attempt, status))
  }
  const counts = async () => (await club.app.club.notices.list()).counts
  const until = async (is: (all: Awaited<ReturnType<typeof counts>>) => boolean) => {
    while (!is(await counts())) await new Promise(setImmediate)
  }
  return { ...club, receiver, clock, open, end, counts, until }
}
