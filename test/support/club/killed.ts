import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { Test } from 'tap'
import { openStore } from '../../../src/club/store/open.ts'
import { closedPort } from '../service/fault-server.ts'
import { json, type Seen, startUpstream } from '../service/upstream-server.ts'
import { jobData } from './club-app.ts'
import type { Kind } from './kinds.ts'
import { SECRET, startReceiver } from './receiver.ts'

const PROGRAM = join(import.meta.dirname, 'killed-touchline.ts')
/** An answer waits as long as the database needs: the machine of the test may be busy. */
const PACE = { writeMs: 20, newsMs: 60_000, sweepMs: 50, noticesMs: 20, keepMs: 60_000 }
const CLIENTS = 4
/** A process is killed after fewer answers than these, and up to so many milliseconds. */
const ANSWERS = 20
const LATEST_KILL_MS = 20
/** Longer than a try of a process that was killed is taken to go on, milliseconds. */
const AHEAD_MS = 120_000

/**
 * Touchline in a process that is killed again and again, at moments that `random` (0 to 1) says, while scripts create
 * jobs that end at once. @returns what was lost: jobs whose creation was answered and that have no entry of the
 * history, and jobs whose end was told under no id or under more than one
 */
export async function killAgainAndAgain(
  t: Pick<Test, 'teardown'>,
  kind: Kind,
  kills: number,
  random: () => number,
) {
  let made = 0
  const upstream = await startUpstream(t, ({ method, path }: Seen) => {
    if (method === 'POST') {
      made += 1
      return json({ ok: true, data: { job_id: `j${made}` } })
    }
    const id = path.split(/[/?]/)[2] ?? ''
    const target = { player: {}, analysis_attempt_id: 'a1' }
    return json({ ok: true, data: jobData(id, { status: 'PARTIAL', target }) })
  })
  const receiver = await startReceiver(t)
  const port = await closedPort()
  const env = {
    PATH: process.env['PATH'] ?? '',
    API_BASE_URL: upstream.url,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    DATABASE_URL: kind.kind === 'sqlite' ? `sqlite:${kind.file}` : kind.url,
    WEBHOOK_URLS: receiver.url,
    WEBHOOK_SECRET: SECRET,
  }
  let child: ChildProcess | null = null
  t.teardown(() => child?.kill('SIGKILL'))

  async function begin(aheadMs: number) {
    child = fork(PROGRAM, [JSON.stringify({ clubPace: PACE, aheadMs })], { env, execArgv: [] })
    await once(child, 'message')
    return child
  }

  const answered: string[] = []
  const statuses = new Map<number, number>()
  async function createUntil(signal: AbortSignal) {
    while (!signal.aborted) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/api/jobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"video_key":"v","role":"Winger","category":"U17"}',
          signal,
        })
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        const { data } = (await answer.json()) as { data: { job_id: string } }
        answered.push(data.job_id)
      } catch {
        // The process was killed: nobody was told that anything was done.
      }
    }
  }

  for (let round = 0; round < kills; round += 1) {
    const running = await begin(0)
    const ending = new AbortController()
    const clients = Array.from({ length: CLIENTS }, () => createUntil(ending.signal))
    const enough = answered.length + Math.floor(random() * ANSWERS)
    while (answered.length < enough) await after(1)
    await after(random() * LATEST_KILL_MS)
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
    ending.abort()
    await Promise.all(clients)
  }

  const last = await begin(AHEAD_MS)
  const idsOf = () => {
    const ids = new Map<string, Set<string>>()
    for (const { id, body } of receiver.got) {
      const jobId: string = JSON.parse(body).data.job_id
      ids.set(jobId, (ids.get(jobId) ?? new Set()).add(id))
    }
    return ids
  }
  const until = performance.now() + 30_000 + kills * 1_000
  const isTold = () => {
    const told = idsOf()
    return answered.every((id) => told.has(id))
  }
  while (!isTold() && performance.now() < until) await after(100)
  const ended = once(last, 'exit')
  last.kill('SIGKILL')
  await ended

  const { store } = await openStore(kind, () => {})
  t.teardown(() => store.close())
  const unwritten: string[] = []
  for (const id of answered) {
    const deeds = await store.history(id, 9)
    if (deeds.filter(({ action }) => action === 'create').length !== 1) unwritten.push(id)
  }
  const told = idsOf()
  return {
    answered: answered.length,
    statuses: [...statuses.keys()],
    unwritten,
    untold: answered.filter((id) => !told.has(id)),
    toldTwice: [...told].filter(([, ids]) => ids.size > 1).map(([id]) => id),
    forged: receiver.got.filter(({ genuine }) => !genuine).length,
  }
}
