import t from 'tap'
import { prefersProblem } from '../../src/domain/http/accept.ts'
import { startApp } from '../support/app.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const PROBLEM = { accept: 'application/problem+json' }
const TYPE = 'application/problem+json; charset=utf-8'
const JOB = '00000000-0000-4000-8000-000000000005'

t.test('who names problem+json and likes JSON no better gets it', async (t) => {
  const cases: [string | undefined, boolean][] = [
    [undefined, false],
    ['*/*', false],
    ['application/*', false],
    ['application/json', false],
    ['application/problem+json', true],
    ['application/json, application/problem+json', true],
    ['application/json, application/problem+json;q=0.5', false],
    ['application/json;q=0.5, application/problem+json;q=0.6', true],
    ['application/problem+json;q=0, */*', false],
    ['application/problem+json;q=0', false],
    ['Application/Problem+JSON, */*;q=0.1', true],
  ]
  for (const [accept, wanted] of cases) t.equal(prefersProblem(accept), wanted, accept ?? 'none')
})

t.test(
  'an error of our own is given as RFC 9457 has it, with the same code and faults',
  async (t) => {
    const { ask, post } = await startApp(t, {
      API_BASE_URL: 'http://127.0.0.1:9',
      BASE_PATH: '/desk',
    })
    const path = `/desk/api/jobs/${JOB}/target`
    const usual = await post(path, { bbox: 1 })
    t.equal(usual.status, 400)
    t.equal(usual.headers['content-type'], 'application/json; charset=utf-8')
    const answer = await post(path, { bbox: 1 }, PROBLEM)
    t.equal(answer.status, 400)
    t.equal(answer.headers['content-type'], TYPE)
    t.match(answer.headers['vary'], /accept/i)
    const { error } = usual.json()
    t.strictSame(answer.json(), {
      type: '/desk/docs#code-INVALID_BODY',
      title: 'Bad Request',
      status: 400,
      detail: error.message,
      code: 'INVALID_BODY',
      details: error.details,
      request_id: answer.headers['x-request-id'],
    })
    const unknown = await ask('/desk/api/nothing', { headers: PROBLEM })
    t.equal(unknown.status, 404)
    t.equal(unknown.json().code, 'NOT_FOUND')
    const method = await ask(`/desk/api/jobs/${JOB}`, { method: 'PUT', headers: PROBLEM })
    t.equal(method.status, 405)
    t.equal(method.headers['allow'], 'GET, HEAD, OPTIONS')
    t.equal(method.json().code, 'METHOD_NOT_ALLOWED')
    const unreadable = await ask('/desk/api/jobs/%ff', { headers: PROBLEM })
    t.equal(unreadable.status, 400)
    t.equal(unreadable.headers['content-type'], TYPE)
    t.equal(unreadable.json().code, 'INVALID_URL')
    const gone = await ask(`/desk/api/jobs/${JOB}`, { headers: PROBLEM })
    t.equal(gone.status, 502)
    t.equal(gone.json().code, 'UPSTREAM_UNREACHABLE')
  },
)

t.test('an error that is given word for word has its code there', async (t) => {
  const { ask } = await startApp(t)
  const answer = await ask(`/api/jobs/${JOB}`, { headers: PROBLEM })
  t.equal(answer.status, 500)
  t.match(answer.json(), { code: 'API_BASE_URL_MISSING', detail: 'API_BASE_URL is not set.' })
  const image = await ask('/api/frame-proxy', { headers: PROBLEM })
  t.equal(image.status, 400)
  t.equal(image.json().code, 'FRAME_URL_MISSING')
})

t.test('an error of the service stays as it gave it', async (t) => {
  const body = { ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }
  const upstream = await startUpstream(t, json(body, 404))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const answer = await ask(`/api/jobs/${JOB}`, { headers: PROBLEM })
  t.equal(answer.status, 404)
  t.equal(answer.headers['content-type'], 'application/json')
  t.equal(answer.text, JSON.stringify(body))
})

t.test('a page stays a page where it is liked better', async (t) => {
  const { ask } = await startApp(t, { API_BASE_URL: 'http://127.0.0.1:9' })
  const accept = 'text/html, application/problem+json;q=0.5'
  const page = await ask('/api/jobs', { method: 'POST', headers: { accept } })
  t.match(page.headers['content-type'], 'text/html')
  const script = await ask('/nothing', { headers: PROBLEM })
  t.equal(script.status, 404)
  t.equal(script.headers['content-type'], TYPE)
})
