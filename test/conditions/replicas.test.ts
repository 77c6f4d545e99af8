import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Agent, request } from 'undici'
import type { DemoOptions } from '../../src/demo/upstream.ts'
import { startApp } from '../support/app.ts'
import { NGINX, withoutPart } from '../support/parts/parts.ts'
import { ROOT } from '../support/process/start-command.ts'
import { runNginx } from '../support/proxies/nginx.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const skip = withoutPart(NGINX)
const HOST = 'touchline.club.lan'
const NAMES = { PUBLIC_ORIGINS: `http://${HOST}`, TRUSTED_PROXIES: '127.0.0.1/32' }
const READY = '00000000-0000-4000-8000-000000000013'
const PICTURES_GONE = '00000000-0000-4000-8000-000000000028'
const FORM = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }

/** The configuration in `docs/deploy.md`, with addresses of this machine and without TLS. */
function documented(port: number, [first, second]: readonly [number, number]): string {
  const text = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(text) ?? []
  return block
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
    .replaceAll(/ssl_certificate.*\n/g, '')
    .replace('10.0.0.11:3000', `127.0.0.1:${first}`)
    .replace('10.0.0.12:3000', `127.0.0.1:${second}`)
}

/** Two Touchlines before one service, and nginx before both as `docs/deploy.md` has it. */
async function twoReplicas(t: Test, options: DemoOptions = {}) {
  const first = await startDemoApp(t, options, NAMES)
  const second = await startApp(t, {
    API_BASE_URL: first.upstream,
    FRAME_SOURCES: `${first.upstream}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    ...NAMES,
  })
  const served: string[] = []
  first.app.server.on('request', () => served.push('first'))
  second.app.server.on('request', () => served.push('second'))
  const port = await runNginx(t, (_folder, port) => documented(port, [first.port, second.port]))
  const client = new Agent()
  t.teardown(() => client.destroy())
  const ask = async (path: string, options: Parameters<typeof request>[1] = {}) => {
    const headers = { host: HOST, ...(options.headers as Record<string, string>) }
    const url = `http://127.0.0.1:${port}${path}`
    const answer = await request(url, { dispatcher: client, ...options, headers })
    const text = await answer.body.text()
    return { status: answer.statusCode, text, by: served.at(-1) }
  }
  return { first, second, ask }
}

t.test('behind nginx as documented, one replica serves all of a job', { skip }, async (t) => {
  const { ask, first } = await twoReplicas(t)
  const servers = new Set<string | undefined>()
  for (const { id } of first.demo.demoJobs()) {
    const { status, text, by } = await ask(`/api/jobs/${id}`)
    t.equal(status, 200)
    servers.add(by)
    const [frame] = JSON.parse(text).data.preview_frames
    const image = frame && encodeURIComponent(frame.signed_url.replace(/\?.*/, ''))
    for (const path of [
      `/jobs/${id}`,
      `/jobs/${id}/live`,
      `/api/jobs/${id}/status?view=full`,
      ...(frame ? [`/jobs/${id}/frames/1`, `/api/frame-proxy?w=160&job=${id}&url=${image}`] : []),
    ]) {
      const answer = await ask(path)
      const isGone = id === PICTURES_GONE && path.startsWith('/api/frame-proxy')
      t.ok((isGone ? [502] : [200, 204]).includes(answer.status), `${answer.status} ${path}`)
      t.equal(answer.by, by, path)
    }
  }
  t.equal(servers.size, 2, 'and both serve some')
})

t.test('ten presses of start are one analysis there, without a fence too', { skip }, async (t) => {
  for (const dialect of ['67ab429', 'd650813'] as const) {
    const { ask, first } = await twoReplicas(t, { dialect, speed: 1 })
    const enqueued: string[] = []
    first.demo.server.on('request', ({ url = '' }) => {
      if (url.endsWith('/enqueue')) enqueued.push(url)
    })
    const { data } = JSON.parse((await ask(`/api/jobs/${READY}`)).text)
    const body = `attempt=${data.target.analysis_attempt_id ?? ''}`
    const headers = { ...FORM, origin: `http://${HOST}` }
    const press = () => ask(`/api/jobs/${READY}/enqueue`, { method: 'POST', headers, body })
    const answers = await Promise.all(Array.from({ length: 10 }, press))
    t.strictSame([...new Set(answers.map(({ status }) => status))], [303], dialect)
    t.equal(enqueued.length, 1, dialect)
  }
})
