// One file: each case goes through every page, stream and form of one app, because its pages are compared with each other.

import http from 'node:http'
import fc from 'fast-check'
import t from 'tap'
import { startApp } from './support/app.ts'
import { fate, spoil } from './support/foreign/hostile.ts'
import {
  judgeEnd,
  judgePercent,
  judgeReady,
  judgeSeen,
  judgeSent,
} from './support/foreign/judge-state.ts'
import {
  judgeCsv,
  judgeLog,
  judgeStream,
  judgeText,
  judgeWords,
  judgeXml,
} from './support/foreign/judge-text.ts'
import { lie, lieAbout, tale, tell } from './support/foreign/lies.ts'
import { formsOf } from './support/foreign/page-forms.ts'
import { recordedState } from './support/service/recorded-app.ts'
import { recordings } from './support/service/recordings.ts'
import { json, type Seen, startUpstream } from './support/service/upstream-server.ts'

// The service's data is foreign data: recorded answers of the service, with hostile texts, names and
// numbers in any of their places and untrue words about the run, on every page, in every stream, in CSV
// and in the log. `npm run fuzz -- RUNS SEED PATH` chooses how long and which; the seed is printed.

const RUNS = Number(process.env['FUZZ_RUNS'] || 40)
const SEED = Number(process.env['FUZZ_SEED'] || Date.now() % 2 ** 31)
const PATH = process.env['FUZZ_PATH']

type Json = Record<string, unknown>

const STATES = [
  'candidates-ready',
  'waiting-for-target',
  'ready-to-enqueue',
  'queued',
  'running-stale',
  'failed',
  'completed-report-done',
  'completed-legacy-rich',
  'low-coverage',
  'reselect-player',
].map(recordedState)
const report = recordings().find(({ name }) => name.startsWith('get-report--completed-report-done'))
const refusals = recordings()
  .filter(({ response }) => response.status >= 400 && typeof response.body === 'object')
  .map(({ response }) => response)

const oneCase = fc.record({
  state: fc.constantFrom(...STATES),
  refusal: fc.constantFrom(...refusals),
  given: fate,
  /** Null: nothing but hostile values. */
  untrue: fc.option(fc.record({ lie, tale }), { freq: 5 }),
})
type Case = typeof oneCase extends fc.Arbitrary<infer T> ? T : never

const upstream = await startUpstream(t)
const app = await startApp(t, {
  DATABASE_URL: 'sqlite::memory:',
  API_BASE_URL: upstream.url,
  FRAME_SOURCES: 'http://store.test/fnh/',
  LOG_LEVEL: 'trace',
})

async function page(path: string, cookie = ''): Promise<{ status: number; text: string }> {
  const { status, text } = await app.ask(path, { headers: { accept: 'text/html', cookie } })
  judgeText(path, status, text)
  return { status, text }
}

/** All that comes within a stream until its first message is whole. */
function firstMessage(path: string, cookie: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${app.origin}${path}`, { agent: false, headers: { cookie } })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      const end = () => {
        resolve({ status: response.statusCode ?? 0, text })
        request.destroy()
      }
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (/^data: [^\d]/m.test(text) && text.endsWith('\n\n')) end()
      })
      response.on('end', end)
      response.on('error', () => {})
    })
  })
}

let run = 0

async function judgeCase({ state, refusal, given, untrue }: Case) {
  run += 1
  const id = `job-${run}`
  let job: Json = { ...(spoil(state.job, given) as Json) }
  if (untrue) job = tell(lieAbout(job, untrue.lie), untrue.tale.first)
  const told = {
    candidates: spoil(state.candidates ?? {}, given),
    report: spoil((report?.response.body as { data?: unknown })?.data ?? {}, given),
    refusal: spoil(refusal.body, given),
  }
  upstream.requests.length = 0
  upstream.always(({ method, path }: Seen) => {
    if (method === 'POST') return json(told.refusal, refusal.status)
    const part = path.split(/[/?]/)[3] ?? ''
    if (part === 'candidates') return json({ ok: true, data: told.candidates })
    return json({ ok: true, data: part === 'report' ? told.report : job })
  })
  const cookie = `recent_jobs=${id}`

  const pages = {
    list: (await page('/recent-jobs', cookie)).text,
    job: (await whole(`/jobs/${id}`)).text,
    result: (await whole(`/jobs/${id}/result`)).text,
  }
  for (const [name, text] of Object.entries(pages)) judgeWords(name, text)
  judgeEnd(job, pages)
  judgeReady(job, pages, id)
  judgeSeen(job, pages.job)
  judgePercent([job], pages.list, 'list')
  judgePercent([job], pages.job, 'job')
  const before = job
  if (untrue) {
    job = tell(job, untrue.tale.second)
    judgePercent([before, job], (await whole(`/jobs/${id}`)).text, 'job, told again')
    job = before
  }

  const track = encodeURIComponent(given.texts[0]!.slice(0, 500).toWellFormed())
  for (const path of [
    '/',
    ...['/live', '/news', '/frames/1', '/frames/2', '/frames/1?draw=player'].map(
      (part) => `/jobs/${id}${part}`,
    ),
    `/jobs/${id}/frames/1?track=${track}`,
    `/jobs/${id}/clips/0`,
    `/jobs/${id}/video`,
    `/compare?job=${id}&job=${id}-b`,
  ]) {
    const { text } = await page(path, cookie)
    judgeWords(path, text)
  }
  const csv = await page(`/jobs/${id}/result.csv`)
  if (csv.status === 200) judgeCsv(csv.text)
  for (const path of [`/jobs/${id}/result.xml`, `/compare.xml?job=${id}`]) {
    const xml = await page(path)
    if (xml.status === 200) judgeXml(xml.text)
  }
  const taken = await page(`/jobs/${id}/result.json`)
  if (taken.status === 200) JSON.parse(taken.text)

  for (const { action, body } of [...formsOf(pages.job).slice(0, 4), ...actsOf(id)]) {
    const { status, text } = await app.ask(action, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    judgeText(`POST ${action}`, status, text, refusal.status)
  }
  for (const { method, body } of upstream.requests) {
    if (method === 'POST' && body.length > 0) judgeSent(JSON.parse(body.toString()))
  }
  for (const path of [`/jobs/${id}/stream`, `/jobs/${id}/news/stream`, '/recent-jobs/stream']) {
    const { status, text } = await firstMessage(path, cookie)
    judgeText(path, status, text)
    if (status === 200) judgeStream(path, text)
  }
  for (const line of app.logs.splice(0)) judgeLog(line)
}

/** A page that is there whatever the service says of the job. */
async function whole(path: string) {
  const found = await page(path)
  if (found.status !== 200)
    throw new Error(`${path}: ${found.status}\n${found.text.slice(0, 2_000)}`)
  return found
}

const ACTS = ['select-track', 'pick-player', 'target', 'selection', 'enqueue', 'player-profile']
const actsOf = (id: string) =>
  ACTS.map((action) => ({
    action: `/api/jobs/${id}/${action}`,
    body: 'trackId=8&track_id=8&frame_key=k&left=1&top=1&width=50&height=50&discard=true',
  }))

t.test(
  'whatever the service says, no page fails, holds its markup, tells a secret or an untrue state',
  { timeout: 0 },
  async (t) => {
    t.comment(`npm run fuzz -- ${RUNS} ${SEED}`)
    const found = await fc.check(fc.asyncProperty(oneCase, judgeCase), {
      numRuns: RUNS,
      seed: SEED,
      ...(PATH === undefined ? {} : { path: PATH }),
      endOnFailure: true,
    })
    if (found.failed) {
      const [{ untrue, given }] = found.counterexample as [Case]
      t.comment(`npm run fuzz -- ${RUNS} ${SEED} ${found.counterexamplePath}`)
      t.comment(`untrue: ${JSON.stringify(untrue)}; ${given.rate} of 100 places are hostile`)
      t.fail(String(found.errorInstance).slice(0, 2_000))
    }
    t.ok(run > 0)
  },
)
