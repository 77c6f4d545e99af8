import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { openStream } from '../support/event-stream.ts'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { startFaultServer } from '../support/service/fault-server.ts'
import { answer, JPEG, startImageStore } from '../support/service/image-store.ts'
import { jobOf } from '../support/service/jobs.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

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

t.test('streams, watched jobs and images are counted as they are', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.jpg', answer(200, {}, JPEG))
  const upstream = await startUpstream(t)
  const { app, origin, ask } = await startFramesApp(t, store, {
    env: { API_BASE_URL: upstream.url },
  })
  const url = `${FRAMES}/a.jpg`
  const frame = { key: 'a', time_sec: 0, tracks: [], signed_url: `${url}?signature=1` }
  app.signedImages.remember(jobOf({ job_id: 'j1', preview_frames: [frame] }), null)
  const values = async (...series: string[]) => {
    const text = await (await ask('/metrics')).body.text()
    return series.map((name) => seriesOf(text, `touchline_${name}`))
  }
  const LIVE = ['event_streams', 'watched_jobs']
  const IMAGES = ['frame_cache_misses_total', 'frame_cache_hits_total', 'frame_bytes_total']

  t.strictSame(await values(...LIVE, ...IMAGES, 'frame_cache_bytes'), [0, 0, 0, 0, 0, 0])
  const open = (job: string) => openStream(t, `${origin}/api/jobs/${job}/events`)
  const streams = [await open('j1'), await open('j1'), await open('j2')]
  t.strictSame(await values(...LIVE), [3, 2])
  for (const stream of streams) stream.leave()
  while (app.live.streams > 0) await turn()
  t.strictSame(await values(...LIVE), [0, 0])

  const image = `/api/frame-proxy?job=j1&url=${encodeURIComponent(url)}`
  for (const [misses, hits] of [
    [1, 0],
    [1, 1],
    [1, 2],
  ] as const) {
    const { statusCode, body } = await ask(image)
    t.equal(statusCode, 200)
    await body.dump()
    t.strictSame(await values(...IMAGES), [misses, hits, (misses + hits) * JPEG.length])
  }
  const [bytes = 0] = await values('frame_cache_bytes')
  t.ok(bytes >= JPEG.length && bytes < JPEG.length * 2, `${bytes} bytes in memory`)
  t.strictSame(await values('under_pressure', 'upstream_breaker_open', 'club_list_away'), [0, 0, 0])
})

t.test('what is said of the process is what the process says', async (t) => {
  const { ask } = await startApp(t)
  const cpu = () => process.cpuUsage().user + process.cpuUsage().system
  const [cpuBefore, { heapUsed, rss }] = [cpu(), process.memoryUsage()]
  const { text } = await ask('/metrics')
  const between = (series: string, least: number, most: number) => {
    const value = seriesOf(text, series)
    t.ok(value >= least && value <= most, `${series} ${value}: ${least} to ${most}`)
  }
  between('nodejs_heap_used_bytes', heapUsed / 2, heapUsed * 2)
  between('process_resident_memory_bytes', rss / 2, rss * 2)
  between('process_cpu_seconds_total', cpuBefore / 1e6, cpu() / 1e6)
  between('nodejs_eventloop_utilization', 0.000_001, 1)
  between('nodejs_eventloop_delay_seconds', 0, 60)
})

t.test('two apps in one process count each for itself', async (t) => {
  const [first, second] = [await startApp(t), await startApp(t)]
  await first.ask('/api/jobs/j1')
  t.notMatch((await second.ask('/metrics')).text, 'status="500"')
})
