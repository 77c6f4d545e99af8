// One file: most tests read their spans from the receiver at its head; the others show what happens without one.

import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { startApp } from '../support/app.ts'
import { startProcess } from '../support/process/touchline-process.ts'
import { startDemoApp } from '../support/service/demo-app.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'
const traceparent = `00-${TRACE}-${CALLER}-01`
const SECRETS = { signature: 'f00dfeed', token: 'tl_secret-token', password: 'hunter2hunter2' }

interface ToldSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  status: { code?: number }
  attributes: { key: string; value: Record<string, unknown> }[]
}
const [SERVER, CLIENT] = [2, 3]

/** A receiver of OTLP over HTTP as JSON. */
async function startReceiver(t: Pick<Test, 'teardown'>) {
  const bodies: string[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(body)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => bodies.join('\n'),
    service: () => JSON.parse(bodies[0]!).resourceSpans[0].resource.attributes,
    spans: (): ToldSpan[] =>
      bodies.flatMap((body) =>
        JSON.parse(body).resourceSpans.flatMap(
          (resource: { scopeSpans: { spans: ToldSpan[] }[] }) =>
            resource.scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
  }
}

const attribute = ({ attributes }: ToldSpan, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0]

t.test(
  'a request and the call that it makes are one trace, which goes on to the service',
  async (t) => {
    const receiver = await startReceiver(t)
    const upstream = await startUpstream(t)
    const app = await startApp(t, {
      API_BASE_URL: upstream.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    })
    const paths = ['/api/jobs/j1?view=full', '/jobs/j1']
    for (const path of paths) {
      t.equal((await app.ask(path, { headers: { traceparent, tracestate: 'club=1' } })).status, 200)
    }
    await app.ask('/healthz')
    await app.close()

    const spans = receiver.spans()
    const servers = spans.filter(({ kind }) => kind === SERVER)
    const clients = spans.filter(({ kind }) => kind === CLIENT)
    t.strictSame(
      servers.map(({ name }) => name),
      ['GET /api/jobs/:jobId', 'GET /jobs/:jobId'],
      'and probes are none',
    )
    for (const span of spans) t.equal(span.traceId, TRACE)
    for (const server of servers) {
      t.equal(server.parentSpanId, CALLER)
      t.equal(attribute(server, 'http.response.status_code'), 200)
      t.ok(
        clients.some(({ parentSpanId }) => parentSpanId === server.spanId),
        server.name,
      )
    }
    for (const client of clients) t.match(client.name, /^GET \/(jobs\/\{id\}|runtime)/)
    t.strictSame(
      upstream.requests.map(({ headers }) => headers.traceparent).sort(),
      clients.map(({ spanId }) => `00-${TRACE}-${spanId}-01`).sort(),
    )
    for (const { rawHeaders, headers } of upstream.requests) {
      t.equal(headers['tracestate'], 'club=1')
      t.equal(rawHeaders.filter((text) => text.toLowerCase() === 'traceparent').length, 1)
    }
    t.match(receiver.service(), [{ key: 'service.name', value: { stringValue: 'touchline' } }])
  },
)

t.test('a failed call and a fault are marked by their codes', async (t) => {
  const receiver = await startReceiver(t)
  const upstream = await startUpstream(t, json({ ok: false }, 503))
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  })
  await app.ask('/api/jobs/j1')
  upstream.on('GET /jobs/j2', (_seen, response) => {
    response.destroy()
    return null
  })
  t.equal((await app.ask('/api/jobs/j2')).status, 502)
  await app.close()
  const errors = receiver
    .spans()
    .map((span) => [span.kind, attribute(span, 'error.type'), span.status.code])
  t.strictSame(errors.sort(), [
    [SERVER, '503', 2],
    [SERVER, 'UPSTREAM_UNREACHABLE', 2],
    [CLIENT, '503', 2],
    [CLIENT, 'UPSTREAM_UNREACHABLE', 2],
  ])
})

t.test('no span holds a signed address, a credential or a body', async (t) => {
  const receiver = await startReceiver(t)
  const { ask, post, close, upstream, demo } = await startDemoApp(
    t,
    {},
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      UPSTREAM_AUTHORIZATION: `Bearer ${SECRETS.token}`,
    },
  )
  const { id } = demo.demoJobs()[0]!
  const signed = `${upstream}/fnh/a.jpg?X-Amz-Signature=${SECRETS.signature}`
  const headers = { authorization: `Basic ${SECRETS.password}`, cookie: `a=${SECRETS.token}` }
  for (const path of [
    `/api/frame-proxy?url=${encodeURIComponent(signed)}`,
    `/api/jobs/${id}?url=${encodeURIComponent(signed)}`,
    `/api/jobs/${id}/status?url=${encodeURIComponent(signed)}`,
    `/jobs/${id}?token=${SECRETS.token}`,
    `/nowhere/${SECRETS.token}?url=${encodeURIComponent(signed)}`,
  ]) {
    await ask(path, { headers })
  }
  await post('/api/jobs', { video_url: signed, role: SECRETS.password })
  await close()
  t.ok(receiver.spans().length > 5)
  for (const [name, secret] of Object.entries(SECRETS)) {
    t.notMatch(receiver.text(), secret, name)
  }
  t.notMatch(receiver.text(), 'X-Amz', 'and no query')
})

t.test(
  'without a receiver the trace of a caller goes on as it came, with calls of ours too',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const headers = { traceparent, tracestate: 'club=1' }
    for (const path of ['/api/jobs/j1', '/jobs/j1']) await ask(path, { headers })
    const told = upstream.requests.map(({ headers }) => [
      headers.traceparent,
      headers['tracestate'],
    ])
    t.ok(told.length >= 2)
    for (const one of told) t.strictSame(one, [traceparent, 'club=1'])
    upstream.requests.length = 0
    await ask('/jobs/j1', { headers: { traceparent: 'nonsense' } })
    t.equal(upstream.requests[0]!.headers.traceparent, undefined, 'nonsense is not made ours')
  },
)

t.test('reads of the same job share one call, whatever traces they belong to', async (t) => {
  const held = Promise.withResolvers<void>()
  const upstream = await startUpstream(t, async () => {
    await held.promise
    return json({ ok: true, data: { id: 'j1' } })
  })
  const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
  const reads = ['01', '02', '03'].map((n) =>
    ask('/api/jobs/j1', { headers: { traceparent: `00-${TRACE}-00f067aa0ba902${n}-01` } }),
  )
  while (app.openRequests < reads.length || upstream.requests.length === 0) {
    await new Promise(setImmediate)
  }
  held.resolve()
  await Promise.all(reads)
  t.equal(upstream.requests.length, 1)
})

t.test('a receiver that is not there is told in the log, and nobody waits for it', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  })
  t.equal((await app.ask('/api/jobs/j1')).status, 200)
  await app.close()
  t.ok(app.logged().some(({ msg }) => msg === 'traces were not taken'))
})

t.test(
  'without its packages tracing stops the start in a sentence, and nothing else needs them',
  async (t) => {
    const node = ['--import', './test/support/process/without-tracing.ts']
    const touchline = await startProcess(t, { node })
    t.equal((await touchline.ask('/readyz')).status, 200)
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
    const failure = await startProcess(t, { node, env }).catch((error) => error)
    t.match(failure.message, 'the optional packages of OpenTelemetry are not installed')
    t.notMatch(failure.message, /at .*\.ts:/, 'without a stack')
  },
)
