import http from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { startApp } from '../support/app.ts'

const JOB = '00000000-0000-4000-8000-000000000005'
const html = { accept: 'text/html' }
const PAGES = [
  '/',
  `/jobs/${JOB}`,
  `/jobs/${JOB}/frames/1`,
  `/jobs/${JOB}/result`,
  `/compare?job=${JOB}`,
]

/** The main text of a page, without its markup. */
function words(page: string): string {
  return page
    .replace(/[\s\S]*<main/, '<main')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

t.test(
  'without API_BASE_URL every job route says so, exactly, and every page in words',
  async (t) => {
    for (const env of [{}, { API_BASE_URL: '' }] as Record<string, string>[]) {
      const { ask, post } = await startApp(t, env)
      const answers = [
        await ask(`/api/jobs/${JOB}`),
        await ask(`/api/jobs/${JOB}/candidates`),
        await ask(`/api/jobs/${JOB}/events`),
        await post(`/api/jobs/${JOB}/enqueue`, ''),
        await post('/api/jobs', { video_url: 'https://v.test/a.mp4', role: '', category: '' }),
        await post(`/api/jobs/${JOB}/pick-player`, { frame_key: 'a', track_id: 1 }),
      ]
      for (const answer of answers) {
        t.equal(answer.status, 500)
        t.equal(answer.text, '{"ok":false,"error":"API_BASE_URL missing"}')
      }
      for (const path of PAGES) {
        const page = await ask(path, { headers: html })
        t.equal(page.status, 503, path)
        t.match(words(page.text), /API_BASE_URL is not set/, path)
        t.match(words(page.text), /Set API_BASE_URL to the address/, `${path} says what to set`)
      }
      t.equal((await ask('/healthz')).status, 200, 'the process lives')
      t.equal((await ask('/shortcuts')).status, 200)
    }
  },
)

t.test('an upstream that is not there is a 502, for scripts and on pages', async (t) => {
  const { ask, logs } = await startApp(t, { API_BASE_URL: 'http://127.0.0.1:9' })
  const answer = await ask(`/api/jobs/${JOB}`)
  t.equal(answer.status, 502)
  t.equal(answer.json().error.code, 'UPSTREAM_UNREACHABLE')
  t.notMatch(answer.text, /127\.0\.0\.1|ECONNREFUSED/, 'no address and no errno')
  const page = await ask(`/jobs/${JOB}`, { headers: html })
  t.equal(page.status, 502)
  t.match(words(page.text), /cannot be reached/)
  t.equal((await ask('/', { headers: html })).status, 200, 'the home page stands')
  t.match(logs.join(''), /ECONNREFUSED/, 'the log tells why')
})

t.test('a web page in the place of the service is a 502 that names the setting', async (t) => {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end('<h1>It works!</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { ask } = await startApp(t, {
    API_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
  const answer = await ask(`/api/jobs/${JOB}`)
  t.equal(answer.status, 502)
  t.match(answer.json().error.message, /API_BASE_URL/)
  for (const path of PAGES.slice(1)) {
    const page = await ask(path, { headers: html })
    t.equal(page.status, 502, path)
    t.match(words(page.text), /API_BASE_URL/, path)
    t.notMatch(page.text, /It works!/, path)
  }
})

t.test(
  'a wrong API_BASE_URL passes its 404 on to scripts, and a page says what is wrong',
  async (t) => {
    const server = http.createServer((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => server.close())
    const { ask } = await startApp(t, {
      API_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wrong`,
    })
    const answer = await ask(`/api/jobs/${JOB}`)
    t.equal(answer.status, 404)
    t.equal(answer.text, '{"detail":"Not Found"}', 'unchanged')
    const page = await ask(`/jobs/${JOB}`, { headers: html })
    t.equal(page.status, 502)
    t.match(words(page.text), /knows no jobs there. Check the address in the setting/)
  },
)
