import { statSync } from 'node:fs'
import t from 'tap'
import { check, NO_SUCH_JOB, verdictsOn } from './support/process/check-process.ts'
import { startFullPort } from './support/process/full-port.ts'
import { closedPort } from './support/service/fault-server.ts'
import { answer, startImageStore } from './support/service/image-store.ts'
import { json, startUpstream } from './support/service/upstream-server.ts'

t.test('--check says whether the club’s list can be kept', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const folder = t.testdir({ file: 'no folder' })
  for (const [file, verdict] of [
    [`${folder}/data/touchline.db`, /^ok .*touchline\.db: The club's list can be kept here\./],
    [`${folder}/file/touchline.db`, /^WRONG .*The club's list cannot be kept here: /],
    // Its file system says of a folder that is there that it is not.
    ['/proc/touchline/touchline.db', /^WRONG .*The club's list cannot be kept here: ENOENT/],
  ] as const) {
    const env = { API_BASE_URL: upstream.url, DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: 'silent' }
    const { status, verdicts } = await check(t, env)
    t.match(verdicts[1], verdict)
    t.equal(status, verdict.source.startsWith('^ok') ? 0 : 1)
  }
  t.equal(statSync(`${folder}/data/touchline.db`).mode & 0o777, 0o600, 'its owner alone reads it')
})

t.test('--check shows what takes effect and that all answer', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const store = await startImageStore(t)
  store.on('/fnh/', answer(403, {}, 'no list'))
  const { status, lines, verdicts, errors } = await check(t, {
    API_BASE_URL: `${upstream.url}/v1/`,
    FRAME_SOURCES: `http://127.0.0.1:${store.port}/fnh`,
    UPSTREAM_AUTHORIZATION: 'Bearer c4na4y',
    BASE_PATH: '/desk',
    LOG_LEVEL: 'silent',
  })
  t.equal(status, 0)
  t.strictSame(verdicts, [
    `ok     ${upstream.url}/v1: The video-analysis service answers.`,
    `ok     http://127.0.0.1:${store.port}/fnh/: The image store answers (403).`,
  ])
  t.match(lines.join('\n'), /^BASE_PATH +\/desk$/m)
  t.match(lines.join('\n'), /^PORT +3000 \(default\)$/m)
  t.match(lines.join('\n'), /^UPSTREAM_AUTHORIZATION +\(set, not shown\)$/m)
  t.notMatch(lines.join('\n') + errors, /c4na4y/)
  t.match(upstream.requests, [
    {
      method: 'GET',
      path: '/v1/jobs/touchline-check',
      headers: { authorization: 'Bearer c4na4y' },
    },
  ])
})

t.test('each that does not answer is named, with the reason', async (t) => {
  const port = await closedPort()
  const store = await startImageStore(t)
  store.on('/broken/', answer(503, {}, ''))
  store.on('/silent/', () => {})
  const at = `http://127.0.0.1:${store.port}`
  const full = `http://127.0.0.1:${await startFullPort(t)}/fnh/`
  const verdicts = await verdictsOn({
    API_BASE_URL: `http://127.0.0.1:${port}`,
    FRAME_SOURCES: `http://127.0.0.1:${port}/fnh/,${at}/broken/,${at}/silent/,${full},http://169.254.169.254/`,
    FRAME_TIMEOUT_MS: '3000',
  })
  t.strictSame(verdicts, [
    `WRONG http://127.0.0.1:${port}: The video-analysis service cannot be reached (ECONNREFUSED).`,
    `WRONG http://127.0.0.1:${port}/fnh/: The image store cannot be reached (ECONNREFUSED).`,
    `WRONG ${at}/broken/: The image store fails (503).`,
    `WRONG ${at}/silent/: The image store did not answer in time.`,
    `WRONG ${full}: The image store did not answer in time.`,
    'WRONG http://169.254.169.254/: The image store cannot be reached (the name leads to an address that may not be dialled).',
  ])
})

t.test('a service that refuses us, fails, or is another one is told apart', async (t) => {
  const upstream = await startUpstream(t)
  const verdictOn = async (told: Parameters<typeof upstream.always>[0]) => {
    upstream.always(told)
    return (await verdictsOn({ API_BASE_URL: upstream.url })).join('\n')
  }
  t.match(
    await verdictOn(json({ ok: false }, 401)),
    /^WRONG .* refuses us \(401\)\. Check UPSTREAM_AUTHORIZATION\.$/,
  )
  t.match(
    await verdictOn(json({ detail: 'Not Found' }, 404)),
    /^WRONG .* Check the path in API_BASE_URL\.$/,
  )
  t.match(await verdictOn(json({ ok: false, error: {} }, 500)), /^WRONG .* fails \(500\)\.$/)
  const page = { headers: { 'content-type': 'text/html' }, body: '<html>' }
  t.match(await verdictOn(page), /^WRONG .* it gave no JSON\. Check the setting\.$/)
})

t.test('--check says that nobody is told of ends where there is no list', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const env = {
    API_BASE_URL: upstream.url,
    WEBHOOK_URLS: 'http://receiver.test/c4na4y',
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  }
  const { status, verdicts } = await check(t, env)
  t.equal(status, 1)
  t.strictSame(verdicts[1], `WRONG  ${UNTOLD}`)
  const kept = await verdictsOn({ ...env, DATABASE_URL: `sqlite:${t.testdir()}/t.db` })
  t.match(kept, [/^ok .* answers/, /^ok .* can be kept here/])
  t.equal(kept.length, 2)
})

const UNTOLD = 'WEBHOOK_URLS is set, but DATABASE_URL is off: no end of an analysis is told.'

t.test('--check fails without a service and with a misspelt setting', async (t) => {
  const { status, verdicts, lines } = await check(t, { FRAME_SOURCE: 'http://a.test/' })
  t.equal(status, 1)
  t.strictSame(verdicts, [
    'WRONG  FRAME_SOURCE is set, but is no setting. Is FRAME_SOURCES meant?',
    'WRONG  API_BASE_URL is not set.',
  ])
  t.match(lines.join('\n'), 'FRAME_SOURCES is not set: no image is shown.')
})

t.test('--check fails with a misspelt setting though all answer', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const env = { API_BASE_URL: upstream.url, FRAME_SOURCE: 'http://a.test/' }
  const { status, verdicts } = await check(t, env)
  t.equal(status, 1)
  t.match(verdicts, [/^WRONG /, /^ok /])
})

t.test('--check names settings that stop the start, and asks nobody', async (t) => {
  const upstream = await startUpstream(t, NO_SUCH_JOB)
  const { status, errors, lines } = await check(t, { API_BASE_URL: upstream.url, PORT: 'many' })
  t.equal(status, 1)
  t.match(errors, /PORT is "many"/)
  t.strictSame(lines, [])
  t.strictSame(upstream.requests, [])
})
