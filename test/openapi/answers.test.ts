import t from 'tap'
import { startApp } from '../support/app.ts'
import { recordings } from '../support/service/recordings.ts'
import { createJudge } from './judge.ts'

// What the service was seen to answer, judged by the document alone.

const { ask } = await startApp(t, { API_BASE_URL: 'http://127.0.0.1:9' })
const judge = createJudge((await ask('/openapi.json')).json())

/** Recorded answers that no script gets from us: the request is refused before it, or has another address. */
const NEVER_PASSED = /--405$|^get-job--percent-encoded-slash-id|^trailing-slash|-trailing-slash--/

t.test('every recorded answer of a route is as the document says', async (t) => {
  let judged = 0
  const statuses = new Set<string>()
  for (const { name, request, response } of recordings()) {
    if (NEVER_PASSED.test(name)) continue
    const path = `/api${request.path.replace(/\?.*/, '')}`
    const operation = judge.operations.find(
      (one) => one.method === request.method && patternOf(one.path).test(path),
    )
    if (operation === undefined || (request.method === 'GET' && path === '/api/jobs')) continue
    judged += 1
    statuses.add(`${operation.operationId} ${response.status}`)
    const text = JSON.stringify(response.body)
    const fault = judge.outside(operation, { ...response, text })
    t.equal(fault, null, name)
  }
  t.ok(judged > 300, `${judged} answers`)
  t.ok(statuses.size > 50, `${statuses.size} kinds`)
})

t.test('an answer outside the document is noticed', async (t) => {
  const operation = judge.operation('getJobStatus')
  const headers = { 'content-type': 'application/json' }
  const body = { ok: true, data: { job_id: 'a', id: 'a' }, meta: {} }
  t.match(judge.outside(operation, { status: 200, headers, text: JSON.stringify(body) }), 'status')
  t.match(judge.outside(operation, { status: 418, headers, text: '{}' }), 'status 418')
  t.match(judge.outside(operation, { status: 200, headers: {}, text: '' }), '200 as')
  const foreign = {
    ok: false,
    error: { code: 'NEW', message: '' },
    meta: { request_id: '', timestamp: '' },
  }
  t.equal(
    judge.outside(operation, { status: 404, headers, text: JSON.stringify(foreign) }),
    'code NEW',
  )
})

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('{jobId}', '[^/]+')}$`)
}
