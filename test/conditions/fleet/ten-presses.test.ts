import t from 'tap'
import { startApp } from '../../support/app.ts'
import { clientOf, HOST } from '../../support/fleet.ts'
import { NGINX, withoutPart } from '../../support/parts/parts.ts'
import { startNginx } from '../../support/proxies/nginx.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const READY = '00000000-0000-4000-8000-000000000013'
const NAMES = { TRUSTED_PROXIES: '127.0.0.1/32' }
const FORM = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }

for (const [dialect, fence] of [
  ['67ab429', 'with a fence'],
  ['d650813', 'without a fence'],
] as const) {
  t.test(
    `ten presses of start on two Touchlines are one analysis, ${fence}`,
    { skip: withoutPart(NGINX) },
    async (t) => {
      const first = await startDemoApp(t, { dialect, speed: 1 }, NAMES)
      const second = await startApp(t, { API_BASE_URL: first.upstream, ...NAMES })
      const ports = [first.port, second.port]
      const proxy = await startNginx(t, { host: HOST, path: '', ports })
      const ask = clientOf(t, proxy, '')
      const enqueued: string[] = []
      first.demo.server.on('request', ({ url = '' }) => {
        if (url.endsWith('/enqueue')) enqueued.push(url)
      })
      const { data } = JSON.parse((await ask(`/api/jobs/${READY}`)).text)
      const body = `attempt=${data.target.analysis_attempt_id ?? ''}`
      const headers = { ...FORM, origin: proxy.origin }
      const press = () => ask(`/api/jobs/${READY}/enqueue`, { method: 'POST', headers, body })
      const answers = await Promise.all(Array.from({ length: 10 }, press))
      t.strictSame([...new Set(answers.map(({ status }) => status))], [303])
      t.equal(enqueued.length, 1)
    },
  )
}
