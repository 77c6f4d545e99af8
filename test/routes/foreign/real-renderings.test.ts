// One file: a row for each answer of the real service that was once shown wrongly; the last test asks that none is missing.

import t from 'tap'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { heading, textOf } from '../../support/browser/page-text.ts'
import { type Faked, rendering, startFakedService } from '../../support/service/faked-service.ts'
import { recordedState } from '../../support/service/recorded-app.ts'

type Page = 'job' | 'result' | 'list' | 'compare'

/** One answer of the real service: what each page of Touchline has to say of it, and must not. */
interface Row {
  /** The name in `test/data/real-renderings.json`. */
  name: string
  promise: string
  faked: Faked
  pages: Page[]
  says: RegExp[]
  never: RegExp[]
}

const jobOf = (name: string) => asRecord(rendering(name).answer.data)
/** A recorded job with what an answer of `/status` says put over it. */
const withStatus = (state: string, name: string) => ({
  ...recordedState(state).job,
  ...jobOf(name),
})
const finished = () => jobOf('reason-code-succeeded')

const ROWS: Row[] = [
  {
    name: 'target-frame-key-reused-at-another-time',
    promise: 'a target whose frame was written anew is shown with its own time',
    faked: { job: jobOf('target-frame-key-reused-at-another-time') },
    pages: ['job'],
    says: [/Target done The frame at 00:47\.3 is no longer among the preview frames/],
    never: [/Target done Frame/],
  },
  {
    name: 'player-track-seen-in-0-frames-after-run',
    promise: '"seen in 0 frames" is not said where no frame says who is on it',
    faked: {
      job: jobOf('player-track-seen-in-0-frames-after-run'),
      candidates: {
        status: 'READY',
        candidates: [{ trackId: 8, coveragePct: 1, stabilityScore: 1, sampleFrames: [] }],
      },
    },
    pages: ['job'],
    says: [/Track 8/, /Coverage 100 %/],
    never: [/seen in 0/i],
  },
  {
    name: 'candidate-metrics-are-not-of-the-chosen-track',
    promise: 'the numbers of the best candidate are not said to be of the chosen track',
    faked: {
      job: {
        ...finished(),
        result: {
          ...asRecord(finished()['result']),
          ...rendering('candidate-metrics-are-not-of-the-chosen-track').answer.result,
        },
      },
    },
    pages: ['result'],
    says: [
      /The detector’s first proposal/,
      /may not be the player that you chose/,
      /0\.7 for a sec/,
    ],
    never: [/as it was chosen/, /1 or 2/],
  },
  {
    name: 'reason-code-succeeded',
    promise: 'success is no warning',
    faked: { job: finished() },
    pages: ['job', 'result'],
    says: [/Tracking only\. No ratings yet\./],
    never: [/succeeded/i, /no explanation/],
  },
  {
    name: 'insufficient-evidence-with-100-percent',
    promise: 'a stale warning is not repeated beside numbers that say otherwise',
    faked: { job: finished() },
    pages: ['job', 'result'],
    says: [/Tracking quality 100/],
    never: [/Too little tracking evidence/, /TRACKING_EVIDENCE_INSUFFICIENT/],
  },
  {
    name: 'missing-result-with-guard-warnings',
    promise: 'a missing result is missing, whatever warnings stand on the job',
    faked: { job: jobOf('missing-result-with-guard-warnings') },
    pages: ['job', 'result', 'list', 'compare'],
    says: [/result (is )?missing/i],
    never: [/Finished/, /has finished\. 2/, /The player was followed/, /ratings are withheld/],
  },
  {
    name: 'rerun-progress-100',
    promise: 'a queued job shows no percentage of the last run',
    faked: { job: withStatus('queued', 'rerun-progress-100') },
    pages: ['job', 'list'],
    says: [/Queued/, /Waiting in the queue/],
    never: [/\d %/, /partial evidence/, /evidence/],
  },
  {
    name: 'report-fields-dropped',
    promise: 'all seven fields of a report are shown, and their language is said',
    faked: { job: finished(), report: asRecord(rendering('report-fields-dropped').answer.data) },
    pages: ['result'],
    says: [
      /in Italian/,
      /confidence of 42 %/,
      /Il giocatore mostra buona continuità/,
      /Strengths Presenza costante/,
      /Risks Dati palla assenti/,
      /Training plan for 14 days Giorno 1: mobilità Giorno 2: sprint brevi/,
      /Limits of the report Non sono disponibili dati palla/,
      /Key moments Recupero 00:07\.9 to 00:13\.9 Accelerazione visibile/,
    ],
    never: [/store\.test/],
  },
  {
    name: 'report-failed',
    promise: 'a report that failed says why, and can be asked for again',
    faked: { job: finished(), report: asRecord(rendering('report-failed').answer.data) },
    pages: ['result'],
    says: [
      /could not write the report\. The service says: OPENAI_API_KEY missing/,
      /Ask for the report again/,
    ],
    never: [/did not say why/],
  },
  {
    name: 'failed-player_anchor_acquisition_failed',
    promise: 'a failure with a known code is explained and can be tried again',
    faked: { job: withStatus('failed', 'failed-player_anchor_acquisition_failed') },
    pages: ['job'],
    says: [/could not be picked up/, /Try the analysis again/, /PLAYER_ANCHOR_ACQUISITION_FAILED/],
    never: [/no explanation/, /Too little tracking evidence/, /withheld/],
  },
  {
    name: 'failed-with-error-no-reason',
    promise: 'the reason that the service gives in words is shown as its reason',
    faked: { job: withStatus('failed', 'failed-with-error-no-reason') },
    pages: ['job'],
    says: [/The service says: CUDA out of memory: tried to allocate 2\.00 GiB/],
    never: [/did not say why/, /another frame for the target/, /Stage Failed/],
  },
  {
    name: 'retry-404-old-revisions',
    promise: 'where the service has no retry, the way that works is offered instead',
    faked: { job: recordedState('failed').job, actions: { target: {}, enqueue: {} } },
    pages: ['job'],
    says: [
      /cannot try a failed analysis again/,
      /Store the target again/,
      /choose the player again/,
    ],
    never: [/Try again with/, /Check the id/],
  },
  {
    name: 'player-profile-404-old-revisions',
    promise: 'names are not offered for change where the service cannot change them',
    faked: { job: recordedState('ready-to-enqueue').job, actions: { target: {}, enqueue: {} } },
    pages: ['job'],
    says: [/cannot change the name, team and number/],
    never: [/Edit name/],
  },
  {
    name: 'player-name-lost-by-target-d650813',
    promise: 'a name that the service has forgotten is said to be forgotten by it',
    faked: {
      job: {
        ...recordedState('ready-to-enqueue').job,
        ...jobOf('player-name-lost-by-target-d650813'),
      },
      actions: { target: {}, 'select-track': {}, enqueue: {} },
    },
    pages: ['job'],
    says: [/Player without a name/, /forgets the name, team and number when a target is stored/],
    never: [/Edit name/],
  },
]

for (const { name, promise, faked, pages, says, never } of ROWS) {
  for (const page of pages) {
    t.test(`${promise}, on the page ${page} (${name})`, async (t) => {
      const { ask, id } = await startFakedService(t, faked)
      const paths = { job: `/jobs/${id}`, result: `/jobs/${id}/result`, list: '/' }
      const path = page === 'compare' ? `/compare?job=${id}` : paths[page]
      const answer = await ask(path, { headers: { cookie: `recent_jobs=${id}` } })
      t.equal(answer.status, 200)
      t.match(heading(answer.text), HEADINGS[page])
      const text = textOf(answer.text)
      if (name === 'rerun-progress-100') t.notMatch(answer.text, /<progress[^>]* value=/)
      for (const words of says) t.match(text, words)
      for (const words of never) t.notMatch(text, words)
    })
  }
}

const HEADINGS = {
  job: /A\. Player|M\. Bianchi|Player without a name/,
  result: /^Result of/,
  list: /^Jobs$/,
  compare: /^Compare players$/,
}

t.test('every answer of the real service that was shown wrongly stands in a test', async (t) => {
  const { readFile } = await import('node:fs/promises')
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
  const names: { name: string }[] = JSON.parse(await read('../../data/real-renderings.json'))
  const tests =
    (await read('./real-renderings.test.ts')) +
    (await read('./real-service-ways.test.ts')) +
    (await read('../pages/lost-pictures.test.ts'))
  for (const { name } of names) t.ok(tests.includes(name), name)
})
