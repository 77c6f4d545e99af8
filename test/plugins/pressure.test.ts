import { once } from 'node:events'
import t, { type Test } from 'tap'
import { startProcess } from '../support/touchline-process.ts'
import { startUpstream } from '../support/upstream-server.ts'

const READ = '/api/jobs/j1'

/** Touchline in a process that carries what it is told to carry. */
async function startBurdened(t: Test) {
  const upstream = await startUpstream(t)
  const touchline = await startProcess(t, {
    node: ['--max-old-space-size=400', '--expose-gc', '--import', './test/support/burden.ts'],
    env: { API_BASE_URL: upstream.url },
    ipc: true,
  })
  async function until(status: number) {
    for (;;) {
      const answer = await touchline.ask(READ)
      if (answer.status === status) return answer
    }
  }
  return {
    ...touchline,
    until,
    async carry(burden: 'heap' | 'delay' | 'nothing') {
      const done = once(touchline.child, 'message')
      touchline.child.send(burden)
      await done
    },
  }
}

for (const burden of ['heap', 'delay'] as const) {
  t.test(
    `under pressure (${burden}) requests are turned away, health and metrics are not`,
    async (t) => {
      const touchline = await startBurdened(t)
      t.equal((await touchline.ask(READ)).status, 200)
      await touchline.carry(burden)
      const refused = await touchline.until(503)
      t.match(JSON.parse(refused.text), { ok: false, error: { code: 'OVERLOADED' } })
      t.match(refused.headers.get('retry-after'), /^[1-9]/)
      t.ok(refused.headers.get('content-security-policy'))

      // The load is measured every second: these were asked under it if the requests around them were refused.
      let isSure = false
      while (!isSure) {
        const before = await touchline.ask(READ)
        const health = await touchline.ask('/healthz')
        const metrics = await touchline.ask('/metrics')
        const after = await touchline.ask(READ)
        const [, delay] = /^nodejs_eventloop_delay_seconds (\S+)/m.exec(metrics.text) ?? []
        const isOfThisBurden = burden === 'delay' ? Number(delay) > 1 : Number(delay) < 1
        isSure = before.status === 503 && after.status === 503 && isOfThisBurden
        if (!isSure) continue
        t.equal(health.status, 200)
        t.equal(metrics.status, 200)
        t.match(metrics.text, /^touchline_under_pressure 1$/m)
      }

      await touchline.carry('nothing')
      t.equal((await touchline.until(200)).status, 200)
      await touchline.until(200)
    },
  )
}
