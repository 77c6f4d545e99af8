import fc from 'fast-check'
import t from 'tap'
import type { Reply } from '../support/app.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { createJudge, type Operation } from './judge.ts'
import { spoiled, valuesOf } from './made.ts'

// Requests made from the document alone, valid and not, before the simulated service: every answer must be one that the
// document names. Each run draws others; a failure prints its seed.

const RUNS = 60
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** Jobs of the demo in every state, one that there is not, and no id at all. */
const JOBS = [...Array.from({ length: 24 }, (_, at) => id(at + 1)), id(41), id(43), id(999), '%20']

const { ask, post, demo, app } = await startDemoApp(t)
const judge = createJudge((await ask('/openapi.json')).json())
const received: string[] = []
demo.server.on('request', ({ method, url }) => received.push(`${method} ${url}`))

const jobs = fc.constantFrom(...JOBS)
const addressOf = (path: string, job: string) => path.replace('{jobId}', job)

/** The attempt that the job has, another, or none. */
async function attemptFor(job: string, kind: string): Promise<Record<string, string>> {
  if (kind === 'none') return {}
  if (kind === 'foreign') return { 'x-analysis-attempt-id': id(7) }
  const answer = await ask(`/api/jobs/${job}`)
  const attempt = answer.status === 200 ? answer.json().data.target?.analysis_attempt_id : undefined
  return attempt === undefined ? {} : { 'x-analysis-attempt-id': attempt }
}

const schemaOf = ({ requestBody }: Operation) =>
  requestBody?.content['application/json']?.schema ?? {}

/** The document's own example is always among what is sent. */
function exampleOf({ requestBody }: Operation): [[string, unknown, 'own']][] {
  const examples = Object.values(requestBody?.content['application/json']?.examples ?? {})
  return examples.flatMap((example) =>
    'value' in example ? [[[id(10), example.value, 'own']]] : [],
  )
}

function isInternal({ status, text }: Reply): boolean {
  return status === 500 && text.includes('Something went wrong here')
}

for (const operation of judge.operations.filter(({ method }) => method === 'POST')) {
  const { operationId, path } = operation
  t.test(`${operationId}: no body draws an answer outside the document`, async (t) => {
    const schema = schemaOf(operation)
    const shaped = valuesOf(schema)
    const valid = shaped.filter((body) => judge.faultOf(schema, body) === null)
    const drawn = fc.tuple(
      jobs,
      fc.oneof(valid, shaped, spoiled(valid)),
      fc.constantFrom('own', 'none', 'foreign'),
    )
    const seen = { taken: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(drawn, async ([job, body, kind]) => {
        const headers = await attemptFor(job, kind)
        received.length = 0
        const answer = await post(addressOf(path, job), JSON.stringify(body), headers)
        const outside = judge.outside(operation, answer)
        if (outside !== null) throw new Error(outside)
        if (isInternal(answer)) throw new Error(answer.text)
        if (job === '%20') return
        const refused = answer.status === 400 && answer.text.includes('"INVALID_BODY"')
        const fault = judge.faultOf(schema, body)
        if (fault === null && refused) mustBeOnlyRules(answer, JSON.stringify(schema))
        if (fault !== null && !refused) throw new Error(`taken, though ${fault}`)
        if (refused && received.length > 0) throw new Error(`refused, but ${received} was sent`)
        seen[refused ? 'refused' : 'taken'] += 1
      }),
      { numRuns: RUNS, examples: exampleOf(operation) },
    )
    t.ok(seen.taken > 0, `${seen.taken} taken`)
    if (schema['required'] || schema['allOf']) t.ok(seen.refused > 0, `${seen.refused} refused`)
  })
}

/** What the schema cannot say, its descriptions say. */
function mustBeOnlyRules(answer: Reply, schema: string) {
  for (const { path, message } of answer.json().error.details) {
    if (!schema.toLowerCase().includes(message.toLowerCase()))
      throw new Error(`the document does not say: ${path} ${message}`)
  }
}

t.test('what is no JSON draws an answer of the document too', async (t) => {
  const operation = judge.operation('confirmTarget')
  const path = addressOf(operation.path, id(10))
  const bodies: [string, Record<string, string>][] = [
    ['{', {}],
    ['', {}],
    [`${'['.repeat(40)}`, {}],
    ['{}', { 'content-type': 'text/plain' }],
    ['{}', { 'content-type': 'application/json; charset=latin1' }],
    ['{}', { 'content-encoding': 'gzip' }],
    ['{}', { 'sec-fetch-site': 'cross-site' }],
    [`{"a":"${'a'.repeat(1_100_000)}"}`, {}],
  ]
  const statuses = new Set<number>()
  for (const [body, headers] of bodies) {
    const answer = await post(path, body, headers)
    statuses.add(answer.status)
    t.equal(
      judge.outside(operation, answer),
      null,
      `${body.slice(0, 20)} ${JSON.stringify(headers)}`,
    )
  }
  t.strictSame([...statuses].sort(), [400, 403, 413, 415])
})

t.test('no read draws an answer outside the document', async (t) => {
  // Jobs of its own: what was sent before may have begun the ended ones again.
  const { ask } = await startDemoApp(t, {}, { DATABASE_URL: 'sqlite::memory:' })
  const reads = judge.operations.filter(
    ({ method, operationId }) => method === 'GET' && operationId !== 'followJob',
  )
  t.ok(reads.length > 8, `${reads.length} reads`)
  for (const operation of reads) {
    const statuses = new Set<number>()
    for (const job of JOBS) {
      for (const query of queriesOf(operation, job)) {
        const answer = await ask(addressOf(operation.path, job) + query)
        const { operationId } = operation
        statuses.add(answer.status)
        const outside = judge.outside(operation, answer)
        if (outside !== null) t.fail(`${operationId} ${job}${query}: ${outside}`)
        if (isInternal(answer)) t.fail(`${operationId} ${job}${query}: ${answer.text}`)
      }
    }
    t.ok(statuses.has(200) || operation.operationId === 'getImage', operation.operationId)
  }
})

/** No query, and each parameter with values that it takes and one that it does not. */
function queriesOf({ parameters }: Operation, job: string): string[] {
  const known = parameters.filter((parameter) => parameter.in === 'query')
  const samples = known.flatMap(({ name, schema }) => {
    const values = fc.sample(valuesOf(schema), 2).map(String)
    return [...values, 'x'].map((value) => `${name}=${encodeURIComponent(value)}`)
  })
  return ['', ...samples.map((sample) => `?${sample}`), `?${samples.join('&')}&job=${job}`]
}

t.test('an image and a part of it are as the document says', async (t) => {
  const operation = judge.operation('getImage')
  const job = (await ask(`/api/jobs/${id(5)}`)).json()
  const url = `?url=${encodeURIComponent(job.data.preview_frames[0].signed_url)}`
  const whole = await ask(operation.path + url)
  t.equal(whole.status, 200)
  t.equal(judge.outside(operation, whole), null)
  const part = await ask(operation.path + url, { headers: { range: 'bytes=0-9' } })
  t.equal(part.status, 206)
  t.equal(judge.outside(operation, part), null)
})

t.test('what the document says of a stream is what a stream says', async (t) => {
  const operation = judge.operation('followJob')
  const states = judge.faultOf
  const { ask } = await startDemoApp(t)
  const answer = await ask(addressOf(operation.path, id(20)))
  t.equal(answer.status, 200)
  t.equal(judge.outside(operation, answer), null)
  const messages = answer.text.split('\n\n').filter((message) => message.includes('data: '))
  t.match(messages.at(-1), /^event: done$/m)
  for (const message of messages) {
    const [, data = ''] = /^data: (.*)$/m.exec(message) ?? []
    t.equal(states({ $ref: '#/components/schemas/LiveState' }, JSON.parse(data)), null)
  }
  const unknown = await ask(addressOf(operation.path, id(999)))
  t.equal(unknown.status, 404)
  t.equal(judge.outside(operation, unknown), null)
})

t.test('without a service every route still answers as the document says', async (t) => {
  t.ok(app.upstream.configured)
  const { startApp } = await import('../support/app.ts')
  for (const env of [{}, { API_BASE_URL: 'http://127.0.0.1:9' }] as Record<string, string>[]) {
    const alone = await startApp(t, env)
    for (const operation of judge.operations) {
      const path = addressOf(operation.path, id(5))
      const [example] = fc.sample(valuesOf(schemaOf(operation)), 1)
      for (const headers of [{}, { accept: 'application/problem+json' }]) {
        const answer =
          operation.method === 'GET'
            ? await alone.ask(path, { headers })
            : await alone.post(path, example, headers)
        const said = `${operation.operationId} ${JSON.stringify({ env, headers })}`
        t.equal(judge.outside(operation, answer), null, said)
      }
    }
  }
})
