import t from 'tap'
import { type Remembered, remember, steady } from '../../../src/domain/job/memory.ts'
import { readProgress } from '../../../src/domain/job/read-job.ts'
import { jobOf } from '../../support/service/jobs.ts'

const CLOCK = { age: 0, now: 0, staleAfterMs: 30_000 }

interface Told {
  status?: string
  step?: string
  pct: number | null
  attempt?: string
  retry?: string
}

/** Looks at these states in turn, one a second; the percentage that is shown at each. */
function shown(...states: Told[]): (number | null)[] {
  let kept: Remembered | undefined
  return states.map((told, i) => {
    const { status = 'RUNNING', step = 'TRACKING', pct, attempt, retry } = told
    const progress = { step, pct, analysis_attempt_id: attempt, retry_id: retry }
    const seen = { digest: JSON.stringify(told), status, progress: readProgress(progress) }
    kept = remember(kept, seen, i * 1_000)
    return steady(jobOf({ status, progress }), kept, CLOCK).progress.pct
  })
}

t.test('within one run the percentage never falls', async (t) => {
  t.same(shown({ pct: 60 }, { pct: 40 }, { pct: 61 }), [60, 60, 61])
  t.same(shown({ pct: 60, attempt: 'a' }, { pct: 40, attempt: 'a' }), [60, 60])
  t.same(shown({ pct: 60, attempt: 'a' }, { pct: 40 }), [60, 60], 'a name that is missing once')
  t.same(shown({ pct: 60 }, { pct: null }, { pct: 61 }), [60, 60, 61])
})

t.test('another attempt and another try of it are new runs', async (t) => {
  t.same(shown({ pct: 60, attempt: 'a' }, { pct: 5, attempt: 'b' }), [60, 5])
  const again = { pct: 5, attempt: 'a', retry: 'r2' }
  t.same(shown({ pct: 60, attempt: 'a', retry: 'r1' }, again), [60, 5])
})

t.test('without names a state in which nothing runs ends the run', async (t) => {
  for (const status of ['FAILED', 'READY_TO_ENQUEUE', 'QUEUED', 'COMPLETED']) {
    const between = { status, step: status, pct: 100 }
    t.same(shown({ pct: 60 }, between, { pct: 5 }).at(-1), 5, status)
  }
})

t.test('a job in the queue shows no percentage, whatever the last run left behind', async (t) => {
  t.same(shown({ status: 'QUEUED', step: 'QUEUED', pct: 100 }), [null])
  t.same(shown({ status: 'QUEUED', step: 'DONE', pct: 100 }), [null])
})

t.test('a run that has only begun does not show the end of the last one', async (t) => {
  t.same(shown({ pct: 100 }, { pct: 3 }), [null, 3])
})

t.test('a state that the service does not name is a run where its step says so', async (t) => {
  t.same(shown({ status: 'QUEUED', step: 'EXTRACTING_FEATURES', pct: 72 }), [72])
})

t.test(
  'a change counts from when it was first seen, and an older look changes nothing',
  async (t) => {
    const look = (digest: string) => ({ digest, status: 'RUNNING', progress: readProgress({}) })
    const first = remember(undefined, look('a'), 1_000)
    t.match(first, { since: 1_000, changed: false })
    const same = remember(first, look('a'), 2_000)
    t.match(same, { since: 1_000, changed: false })
    const changed = remember(same, look('b'), 3_000)
    t.match(changed, { since: 3_000, changed: true })
    t.equal(remember(changed, look('a'), 2_500), changed)
    t.match(steady(jobOf(), changed, { age: 500, now: 10_000, staleAfterMs: 1 }).lastChange, {
      at: 9_500,
      seen: true,
    })
  },
)

t.test('a run without a name that was long out of sight may be another one', async (t) => {
  const at = (pct: number) => ({
    digest: String(pct),
    status: 'RUNNING',
    progress: readProgress({ step: 'TRACKING', pct }),
  })
  const before = remember(undefined, at(60), 0)
  t.equal(remember(before, at(5), 10_000).run?.pct, 60)
  t.equal(remember(before, at(5), 100_000).run?.pct, 5)
})
