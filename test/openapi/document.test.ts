import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { exampleOf } from '../../src/openapi/examples.ts'
import { OPERATIONS } from '../../src/openapi/operations/index.ts'
import { ownRows } from '../../src/openapi/own-rows.ts'
import { type App, startApp } from '../support/app.ts'
import { catalogueRows } from '../support/catalogue.ts'
import { ROOT } from '../support/process/start-command.ts'
import { createJudge } from './judge.ts'
import { recordedExamples } from './recorded-examples.ts'

const { app, ask } = await startApp(t, { API_BASE_URL: 'http://127.0.0.1:9' })

async function documentOf({ ask }: Pick<App, 'ask'>, path = '/openapi.json', headers = {}) {
  const answer = await ask(path, { headers })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.json()
}

t.test('the document is valid OpenAPI 3.1', async (t) => {
  const answer = await ask('/openapi.json')
  t.equal(answer.status, 200)
  t.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  const validator = new Validator()
  const { valid, errors } = await validator.validate(answer.json())
  t.ok(valid, JSON.stringify(errors))
  t.equal(validator.version, '3.1')
})

t.test('every JSON route of the app is in the document, and no other', async (t) => {
  const { operations } = createJudge(await documentOf({ ask }))
  const told = operations.map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
  )
  const routes = app.knownAddresses
    .all()
    .filter(({ represents }) => represents === 'json')
    .flatMap(({ pattern, methods }) =>
      [...methods].filter((method) => method !== 'HEAD').map((method) => `${method} ${pattern}`),
    )
  t.ok(routes.length > 20, `${routes.length} routes`)
  t.strictSame(told.sort(), routes.sort())
})

t.test(
  'each operation has a name of its own, and each body an example that its contract takes',
  async (t) => {
    const { operations, faultOf } = createJudge(await documentOf({ ask }))
    const ids = operations.map(({ operationId }) => operationId)
    t.equal(new Set(ids).size, ids.length)
    let bodies = 0
    for (const { operationId, requestBody } of operations) {
      const { schema = {}, examples = {} } = requestBody?.content['application/json'] ?? {}
      if (requestBody?.required) t.not(Object.keys(examples).length, 0, operationId)
      // Only a profile may change in nothing.
      const takesNothing = !requestBody?.required || operationId === 'changeProfile'
      t.equal(faultOf(schema, {}) === null, takesNothing, `${operationId} of {}`)
      for (const example of Object.values(examples)) {
        bodies += 1
        t.equal(faultOf(schema, 'value' in example ? example.value : null), null, operationId)
      }
    }
    t.ok(bodies >= 7, `${bodies} bodies`)
  },
)

t.test('examples are what was recorded', async (t) => {
  const lines = readFileSync(join(ROOT, 'src/openapi/examples.jsonl'), 'utf8').trimEnd().split('\n')
  t.strictSame(lines, recordedExamples(), 'node test/openapi/write-examples.ts')
})

t.test('each example was recorded on the route that it is an example of', async (t) => {
  for (const { method, path, bodies = [], answers, refusals = [] } of OPERATIONS) {
    const names = [...bodies, ...Object.values(answers).flatMap(({ examples = [] }) => examples)]
    for (const name of [...names, ...refusals]) {
      const { request } = exampleOf(name)
      const [recorded = ''] = request.path.replace(/^\/jobs\/[^/?]+/, '/jobs/:jobId').split('?')
      const isGeneral = refusals.includes(name) && name.startsWith('get-job-')
      if (!isGeneral) t.equal(`${request.method} /api${recorded}`, `${method} ${path}`, name)
    }
  }
})

/** Errors that no route of the document gives. */
const ELSEWHERE = new Set([
  // Of pages and their files.
  'INVALID_FORM',
  'INVALID_MATCH_ID',
  'JOB_UNKNOWN',
  'NO_SUCH_FRAME',
  'VIDEO_ADDRESS_INVALID',
  'VIDEO_NOT_NAMED',
  'VIDEO_SOURCE_NOT_ALLOWED',
  'JOB_BUSY',
  'UPSTREAM_REFUSAL',
  // Scripts get the answer as it is.
  'UPSTREAM_KNOWS_NO_JOBS',
  'TARGET_ASKED_AGAIN',
  'TARGET_ELSEWHERE',
  'RESULT_WOULD_BE_LOST',
  'USE_RETRY',
  'NO_FRAMES',
  'CHOOSE_AGAIN',
  'NOT_FINISHED',
  'NOT_OFFERED',
  'NOTES_FULL',
  'LINKS_FULL',
  'NO_RESULT',
  // Of links for coaches.
  'LINK_BUSY',
  'LINK_ENDED',
  'LINK_NOT_SHOWN',
  'LINK_TOO_OFTEN',
  'LINK_WITHOUT_FILE',
  // Of browsers that sign in with a provider.
  'SIGN_IN_AWAY',
  'SIGN_IN_FAILED',
  // No route of scripts needs it.
  'ADMINISTRATORS_ONLY',
  // It never leaves.
  'CLIENT_LEFT',
])

t.test('every error of our own that a script can meet is in the document', async (t) => {
  const text = JSON.stringify(await documentOf({ ask }))
  const told = new Set(ownRows().map(({ code }) => code))
  for (const { code } of await catalogueRows()) {
    if (ELSEWHERE.has(code)) continue
    t.ok(told.has(code) || text.includes(`"${code}"`), code)
  }
  for (const code of ELSEWHERE) t.notOk(told.has(code), `${code} is elsewhere`)
})

t.test(
  'the document moves with the base path and names the credentials that are taken',
  async (t) => {
    const moved = await startApp(t, { API_BASE_URL: 'http://127.0.0.1:9', BASE_PATH: '/desk' })
    const document = await documentOf(moved, '/desk/openapi.json')
    t.strictSame(document.servers, [{ url: '/desk' }])
    t.ok(document.paths['/api/jobs/{jobId}'])
    t.strictSame(document.security, [])
    const plain = await documentOf({ ask })
    t.strictSame(plain.servers, [{ url: '/' }])
  },
)

t.test(
  'the document is not sent again while it has not changed, and is sent compressed',
  async (t) => {
    const first = await ask('/openapi.json', { headers: { 'accept-encoding': 'br' } })
    t.equal(first.status, 200)
    t.equal(first.headers['content-encoding'], 'br')
    t.match(first.headers['vary'], /accept-encoding/i)
    const etag = String(first.headers['etag'])
    const again = await ask('/openapi.json', { headers: { 'if-none-match': etag } })
    t.equal(again.status, 304)
    t.equal(again.text, '')
  },
)
