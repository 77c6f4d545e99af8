import t from 'tap'
import { startApp } from '../support/app.ts'
import { startUpstream } from '../support/upstream-server.ts'

const BLOCK_MS = 1_500
/** More than enough for the measure of a second to change. */
const TRIES = 20

t.test('under pressure requests are turned away, health checks and metrics are not', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const never = new Int32Array(new SharedArrayBuffer(4))
  const busy = setInterval(() => Atomics.wait(never, 0, 0, BLOCK_MS), 1)
  t.teardown(() => clearInterval(busy))

  const until = async (status: number) => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const answer = await ask('/api/jobs/j1')
      if (answer.status === status) return answer
    }
    throw new Error(`No ${status} in ${TRIES} answers`)
  }
  const refused = await until(503)
  t.match(refused.json(), { ok: false, error: { code: 'OVERLOADED' } })
  t.match(refused.headers, { 'retry-after': /^[1-9]/, 'content-security-policy': String })
  t.equal((await ask('/healthz')).status, 200)
  t.match((await ask('/metrics')).text, /^touchline_under_pressure 1$/m)

  clearInterval(busy)
  t.equal((await untilCalm(until)).status, 200)
})

/** The measure is a second old at most: ask until it has been taken again. */
async function untilCalm(until: (status: number) => Promise<{ status: number }>) {
  const deadline = Date.now() + 10_000
  for (;;) {
    try {
      return await until(200)
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}
