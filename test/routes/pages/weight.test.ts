import t from 'tap'
import { request } from 'undici'
import {
  type RecordedState,
  recordedState,
  startRecordedApp,
} from '../../support/service/recorded-app.ts'

const STATES = ['ready-to-enqueue', 'completed-report-done', 'partial'] as const
const PAGES: [path: string, status: number, sheet: string][] = [
  ['/', 200, 'home'],
  ['/shortcuts', 200, 'plain'],
  ['/docs', 200, 'docs'],
  ['/jobs/unknown', 404, 'plain'],
  ['/jobs/ready-to-enqueue', 200, 'job'],
  ['/jobs/partial', 200, 'job'],
  ['/jobs/ready-to-enqueue/frames/3', 200, 'frame'],
  ['/jobs/completed-report-done/result', 200, 'result'],
  ['/compare?job=completed-report-done', 200, 'result'],
]

const states: Record<string, RecordedState> = Object.fromEntries(
  STATES.map((name) => [name, recordedState(name)]),
)
const { app, origin } = await startRecordedApp(t, states)
async function page(path: string) {
  const answer = await request(origin + path, { headers: { accept: 'text/html' } })
  return { status: answer.statusCode, text: await answer.body.text() }
}
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found)

t.test('a page has one style sheet, that of its kind', async (t) => {
  for (const [path, status, sheet] of PAGES) {
    const answer = await page(path)
    t.equal(answer.status, status, path)
    const sheets = all(answer.text, /<link rel="stylesheet" href="([^"]*)"/g)
    t.strictSame(sheets, [app.urls.sheet(sheet)], path)
  }
})

t.test(
  'only pages of a result load its script, and only pages of a frame load that of a frame',
  async (t) => {
    const everywhere = [app.urls.asset('js/app.js'), app.urls.asset('vendor/htmx.min.js')]
    const ofFrame = [app.urls.asset('js/box-editor.js'), app.urls.asset('js/frame-page.js')]
    const ofRuns = app.urls.asset('js/live/follow-runs.js')
    const ofJob = [ofRuns, app.urls.asset('js/job-page.js'), app.urls.asset('js/drafts.js')]
    const ofSheet: Record<string, string[]> = { frame: ofFrame, job: ofJob, home: [ofRuns] }
    for (const [path, status, sheet] of PAGES.filter(
      ([path]) => !/result|partial|compare/.test(path),
    )) {
      const answer = await page(path)
      t.equal(answer.status, status, path)
      const scripts = all(answer.text, /<script[^>]* src="([^"]*)"/g)
      t.strictSame(scripts.sort(), [...everywhere, ...(ofSheet[sheet] ?? [])].sort(), path)
    }
  },
)
