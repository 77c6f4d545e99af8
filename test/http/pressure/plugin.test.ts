import t from 'tap'
import { startBurdened } from '../../support/process/burdened.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

const READ = '/api/jobs/j1'
/** Of any version of us. */
const ASSET = '/assets/0123456789ab/img/icon.svg'

for (const burden of ['heap', 'delay'] as const) {
  t.test(
    `under pressure (${burden}) requests are turned away, health, metrics and assets are not`,
    async (t) => {
      const upstream = await startUpstream(t)
      const touchline = await startBurdened(t, { env: { API_BASE_URL: upstream.url } })
      const client = await touchline.connect()
      const askAll = () => client.askAll(READ, '/healthz', '/metrics', ASSET, READ)
      /** The load is measured every second: asks until the first and the last are answered alike. */
      async function until(status: number): Promise<string[]> {
        const line = `HTTP/1.1 ${status} `
        for (;;) {
          const answers = await askAll()
          if (answers[0]!.startsWith(line) && answers[4]!.startsWith(line)) return answers
        }
      }
      await until(200)
      await touchline.carry(burden)
      const [refused, health, metrics, asset] = await until(503)
      t.match(refused, /"code":"OVERLOADED"/)
      t.match(refused, /\r\nretry-after: [1-9]/i)
      t.match(refused, /\r\ncontent-security-policy: /i)
      t.match(health, /^HTTP\/1\.1 200 /)
      t.match(asset, /^HTTP\/1\.1 200 /)
      t.match(metrics, /^HTTP\/1\.1 200 /)
      t.match(metrics, /^touchline_under_pressure 1$/m)

      await touchline.carry('nothing')
      const after = (await until(200))[2]
      t.match(after, /^touchline_under_pressure 0$/m)
      t.match(after, /^touchline_turned_away_total\{code="OVERLOADED"\} [1-9]/m)
      t.equal(touchline.errors(), '')
    },
  )
}
