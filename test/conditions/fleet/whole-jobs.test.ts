import t, { type Test } from 'tap'
import {
  clientOf,
  type Fleet,
  HOST,
  PATH,
  startFleet,
  startWholeJob,
  until,
} from '../../support/fleet.ts'
import { CADDY, HAPROXY, NGINX, type Part, withoutPart } from '../../support/parts/parts.ts'
import { startCaddy } from '../../support/proxies/caddy.ts'
import type { RunningProxy, Site } from '../../support/proxies/contrib.ts'
import { startHaproxy } from '../../support/proxies/haproxy.ts'
import { startNginx } from '../../support/proxies/nginx.ts'

t.setTimeout(300_000)

type Start = (t: Pick<Test, 'teardown'>, site: Site) => Promise<RunningProxy>
const PROXIES: [Part, Start][] = [
  [NGINX, startNginx],
  [HAPROXY, startHaproxy],
  [CADDY, startCaddy],
]
/** Jobs at a time. */
const JOBS = 4
/** Of each job, beside the script that runs it. */
const WATCHERS = 3
/** Long enough for the players of a new job to be found, and for a run to end, seconds of the service's clock. */
const LONG = 600
/** From the queue into the run, seconds. */
const INTO_THE_RUN = 3
/** A watched job is looked at once a second, give or take a tenth, milliseconds. */
const LEAST_BETWEEN_LOOKS_MS = 900
const READY = '00000000-0000-4000-8000-000000000013'
/** So many that chance does not keep one of three from all of them. */
const MANY = 60
const MOST_TRIES = 20

t.test('three Touchlines behind one address', async (t) => {
  const fleet = await startFleet(t)
  const site = { host: HOST, path: PATH, ports: fleet.ports }
  for (const [part, start] of PROXIES) {
    const { name } = part
    const skip = withoutPart(part)
    t.test(`${name}: whole jobs, one Touchline killed and one rolled`, { skip }, async (t) => {
      await wholeJobs(t, fleet, await start(t, site))
    })
    t.test(
      `${name}: all addresses of a job are one Touchline's, and no query is logged`,
      { skip },
      async (t) => {
        await oneForEachJob(t, fleet, await start(t, site))
      },
    )
  }
  t.test(
    'without hashing each of them looks for itself',
    { skip: withoutPart(NGINX) },
    async (t) => {
      const proxy = await startNginx(t, { ...site, hashing: false })
      const watching = await watch(t, fleet, proxy, [READY, READY])
      fleet.looks.length = 0
      await until(() => fleet.replicas.every(({ name }) => looksAt(fleet, READY, name).length > 3))
      for (const { name } of fleet.replicas)
        t.ok(isOncePerSecond(looksAt(fleet, READY, name)), name)
      await watching.end()
      await until(async () => (await fleet.streams()) === 0)
    },
  )
})

async function wholeJobs(t: Test, fleet: Fleet, proxy: RunningProxy) {
  fleet.changes.length = 0
  const scripts = Array.from({ length: JOBS }, () => startWholeJob(t, proxy))
  const allSay = (words: RegExp) => until(() => scripts.every(({ says }) => words.test(says())))
  const allFollow = () => until(async () => (await fleet.streams()) === JOBS)

  await allSay(/^job /m)
  fleet.clock.forward(LONG)
  await allSay(/^enqueue$/m)
  fleet.clock.forward(INTO_THE_RUN)
  await allSay(/^RUNNING/m)
  await allFollow()
  const jobs = scripts.map(({ job }) => job())

  const watching = await watch(t, fleet, proxy, jobs)
  fleet.looks.length = 0
  await until(() => jobs.every((job) => looksAt(fleet, job).length > 3))
  for (const job of jobs) {
    const looks = looksAt(fleet, job)
    t.equal(new Set(looks.map(({ by }) => by)).size, 1, `${job} is looked at by one`)
    t.ok(isOncePerSecond(looks), `${job} is looked at once a second`)
  }
  await watching.end()
  await allFollow()

  const killed = await fleet.busiest()
  t.strictSame(await killed.end('SIGKILL'), [null, 'SIGKILL'])
  await until(async () => (await streamsBeside(fleet, killed.name)) === JOBS)
  await killed.startAgain()
  const rolled = await fleet.busiest()
  t.strictSame(await rolled.end('SIGTERM'), [0, null])
  await until(async () => (await streamsBeside(fleet, rolled.name)) === JOBS)
  await rolled.startAgain()

  fleet.clock.forward(LONG)
  for (const script of scripts) {
    const { code, result } = await script.ended()
    if (!t.equal(code, 0, script.says())) continue
    const answer = await fleet.service.inject({ url: `/jobs/${script.job()}/result` })
    t.strictSame(JSON.parse(result), answer.json().data)
  }
  t.equal(
    scripts.some(({ says }) => /the stream broke, opened again/.test(says())),
    true,
  )
  const started = fleet.changes.filter((url) => url.endsWith('/enqueue'))
  t.equal(started.length, JOBS, 'each was started once')
  await until(async () => (await fleet.streams()) === 0)
}

/** Opens `WATCHERS` more event streams of each job. */
async function watch(t: Test, fleet: Fleet, proxy: RunningProxy, jobs: string[]) {
  const ask = clientOf(t, proxy)
  const leaving = new AbortController()
  const { signal } = leaving
  const before = await fleet.streams()
  const streams = jobs.flatMap((job) =>
    Array.from({ length: WATCHERS }, () => ask(`/api/jobs/${job}/events`, { signal })),
  )
  const all = Promise.allSettled(streams)
  await until(async () => (await fleet.streams()) === before + streams.length)
  return {
    async end() {
      leaving.abort()
      await all
    },
  }
}

async function oneForEachJob(t: Test, fleet: Fleet, proxy: RunningProxy) {
  const ask = clientOf(t, proxy)
  for (const { id } of fleet.service.demoJobs().slice(0, 5)) {
    fleet.looks.length = 0
    const job = await askCalmly(ask, `/api/jobs/${id}`)
    t.equal(job.status, 200, id)
    const [frame] = JSON.parse(job.text).data.preview_frames
    const image = frame && encodeURIComponent(frame.signed_url.replace(/\?.*/, ''))
    for (const path of [
      `/jobs/${id}`,
      `/jobs/${id}/live`,
      `/api/jobs/${id}/status?view=full`,
      ...(frame ? [`/jobs/${id}/frames/1`, `/api/frame-proxy?w=160&job=${id}&url=${image}`] : []),
    ]) {
      const { status } = await askCalmly(ask, path)
      t.ok([200, 204].includes(status), `${status} ${path}`)
    }
    const by = new Set(looksAt(fleet, id).map((look) => look.by))
    t.equal(by.size, 1, id)
    // The query of an image's address may hold a signature.
    t.notMatch(proxy.log(), /\?|frame-proxy.*url=/, 'no query is logged')
  }
  fleet.looks.length = 0
  for (let n = 0; n < MANY; n += 1)
    t.equal((await askCalmly(ask, `/api/jobs/unknown-${n}`)).status, 404)
  const servers = new Set(fleet.looks.map(({ by }) => by))
  t.equal(servers.size, fleet.replicas.length, 'and each serves some')
}

/** Asks again where a Touchline turns a request away, as one does on a machine that is busy with other work. */
async function askCalmly(ask: ReturnType<typeof clientOf>, path: string) {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask(path)
    if (answer.status !== 503 || tries === MOST_TRIES) return answer
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

const looksAt = (fleet: Fleet, job: string, by?: string) =>
  fleet.looks.filter((look) => look.job === job && (by === undefined || look.by === by))

/** The first may have been seen late, so one more than the time holds is allowed. */
function isOncePerSecond(looks: { at: number }[]): boolean {
  const took = looks.at(-1)!.at - looks[0]!.at
  return looks.length <= took / LEAST_BETWEEN_LOOKS_MS + 2
}

/** Those of all but one. */
async function streamsBeside(fleet: Fleet, name: string): Promise<number> {
  const others = fleet.replicas.filter((replica) => replica.name !== name)
  const each = await Promise.all(others.map((replica) => replica.streams()))
  return each.reduce((sum, n) => sum + n, 0)
}
