import t from 'tap'
import { startApp } from '../support/app.ts'
import { startFaultServer } from '../support/fault-server.ts'
import { json, startUpstream } from '../support/upstream-server.ts'

/** The value of one series, as Prometheus reads it. */
function seriesOf(text: string, series: string): number {
  const line = text.split('\n').find((line) => line.startsWith(`${series} `))
  return line === undefined ? Number.NaN : Number(line.slice(series.length))
}

t.test('answers are counted by method, route and status, never by address', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, post } = await startApp(t, { API_BASE_URL: upstream.url })
  await ask('/api/jobs/j1')
  await ask('/api/jobs/j2?secret=c4na4y')
  upstream.always(json({}, 404))
  await ask('/api/jobs/j3')
  await post('/api/jobs/j1/pick-player', {})
  await ask('/c4na4y')
  await ask('/healthz', { method: 'HEAD' })
  const { text, headers } = await ask('/metrics')
  t.match(headers['content-type'], /^text\/plain/)
  const answers = (labels: string) => seriesOf(text, `touchline_http_requests_total{${labels}}`)
  t.equal(answers('method="GET",route="/api/jobs/:jobId",status="200"'), 2)
  t.equal(answers('method="GET",route="/api/jobs/:jobId",status="404"'), 1)
  t.equal(answers('method="POST",route="/api/jobs/:jobId/pick-player",status="400"'), 1)
  t.equal(answers('method="GET",route="none",status="404"'), 1)
  t.equal(answers('method="HEAD",route="/healthz",status="200"'), 1)
  const timed = (route: string) =>
    seriesOf(text, `touchline_http_request_duration_seconds_count{route="${route}"}`)
  t.equal(timed('/api/jobs/:jobId'), 3)
  t.equal(timed('/healthz'), 1)
  t.equal(timed('none'), 1)
  t.notMatch(text, /c4na4y|j1|j2/)
})

t.test('every duration is there, however many and whenever one looks', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const route = 'route="/api/jobs/:jobId"'
  for (const all of [300, 600]) {
    await Promise.all(Array.from({ length: 300 }, () => ask('/api/jobs/j1')))
    const { text } = await ask('/metrics')
    t.equal(seriesOf(text, `touchline_http_request_duration_seconds_count{${route}}`), all)
    t.equal(seriesOf(text, `touchline_http_request_duration_seconds_bucket{le="30",${route}}`), all)
    t.ok(seriesOf(text, `touchline_http_request_duration_seconds_sum{${route}}`) > 0)
  }
})

t.test('calls upstream are counted by how they ended', async (t) => {
  const upstream = await startFaultServer(t, 'answers 200')
  const { ask, post } = await startApp(t, {
    API_BASE_URL: upstream.url,
    UPSTREAM_TIMEOUT_MS: '200',
  })
  const calls = async (outcome: string) =>
    seriesOf((await ask('/metrics')).text, `touchline_upstream_calls_total{outcome="${outcome}"}`)
  await ask('/api/jobs/j1')
  upstream.fault = 'resets on the request'
  await ask('/api/jobs/j1')
  upstream.fault = 'never answers'
  await ask('/api/jobs/j1')
  upstream.fault = 'speaks no HTTP'
  await ask('/api/jobs/j1')
  t.equal(await calls('answered'), 1)
  t.equal(await calls('retried'), 1)
  t.equal(await calls('UPSTREAM_UNREACHABLE'), 1)
  t.equal(await calls('UPSTREAM_TIMEOUT'), 1)
  t.equal(await calls('UPSTREAM_BAD_ANSWER'), 1)
  upstream.fault = 'resets on the request'
  for (const job of ['j2', 'j3']) await post(`/api/jobs/${job}/retry`, {})
  await ask('/api/jobs/j1')
  t.equal(await calls('paused'), 1)
  const { text } = await ask('/metrics')
  t.equal(seriesOf(text, 'touchline_upstream_breaker_open'), 1)
  t.equal(seriesOf(text, 'touchline_upstream_duration_seconds_count'), 1)
})

t.test('the state of streams, images, event loop and process is there', async (t) => {
  const { ask } = await startApp(t)
  const { text } = await ask('/metrics')
  for (const series of [
    'touchline_event_streams',
    'touchline_watched_jobs',
    'touchline_frame_bytes_total',
    'touchline_frame_cache_bytes',
    'touchline_frame_cache_hits_total',
    'touchline_frame_cache_misses_total',
    'touchline_under_pressure',
    'touchline_upstream_breaker_open',
    'nodejs_eventloop_delay_seconds',
    'nodejs_eventloop_utilization',
    'nodejs_heap_used_bytes',
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
  ]) {
    t.ok(Number.isFinite(seriesOf(text, series)), series)
  }
})

t.test('two apps in one process count each for itself', async (t) => {
  const [first, second] = [await startApp(t), await startApp(t)]
  await first.ask('/api/jobs/j1')
  t.notMatch((await second.ask('/metrics')).text, 'status="500"')
})
