// One file: the rules of one breaker, by a clock that stands still; the last test tries them in any order together.

import fc from 'fast-check'
import t from 'tap'
import { type Breaker, createBreaker, type Permit } from '../../src/upstream/breaker.ts'

/** A breaker with a clock that stands still until it is put forward. */
function startBreaker() {
  const clock = { ms: 1_000_000_000 }
  return { clock, breaker: createBreaker(() => clock.ms) }
}

function fail(breaker: Breaker, job: string, failure: 'broken' | 'unconnected', times = 1) {
  for (let i = 0; i < times; i += 1) breaker.failed(job, 'call', failure)
}

t.test('three calls in a row without a connection hold all calls back, two do not', async (t) => {
  const { breaker } = startBreaker()
  fail(breaker, 'a', 'unconnected')
  fail(breaker, 'b', 'unconnected')
  t.equal(breaker.enter('c'), 'call')
  fail(breaker, 'c', 'unconnected')
  t.ok(breaker.isOpen)
  for (const job of ['a', 'b', 'c', 'new']) t.equal(breaker.enter(job), null, job)
})

t.test('whatever shows that the service takes connections begins the row anew', async (t) => {
  for (const shows of ['answered', 'broken'] as const) {
    const { breaker } = startBreaker()
    for (let i = 0; i < 5; i += 1) {
      fail(breaker, 'a', 'unconnected', 2)
      if (shows === 'answered') breaker.answered('a')
      else fail(breaker, `${i}`, 'broken')
      if (shows === 'broken') breaker.answered(`${i}`)
      t.notOk(breaker.isOpen, shows)
    }
  }
})

t.test('three broken answers in a row hold back the calls of their job alone', async (t) => {
  const { breaker } = startBreaker()
  fail(breaker, 'bad', 'broken', 2)
  t.equal(breaker.enter('bad'), 'call')
  fail(breaker, 'bad', 'broken')
  t.equal(breaker.enter('bad'), null)
  t.ok(breaker.isOpenFor('bad'))
  t.equal(breaker.openJobs, 1)
  t.notOk(breaker.isOpen)
  t.notOk(breaker.isOpenFor('good'))
  t.equal(breaker.enter('good'), 'call')
})

t.test('one job never holds the others back, however often it breaks', async (t) => {
  const { breaker, clock } = startBreaker()
  for (let i = 0; i < 1_000; i += 1) {
    fail(breaker, 'bad', 'broken')
    clock.ms += 100
    t.equal(breaker.enter('good'), 'call')
  }
  t.ok(breaker.isOpenFor('bad'))
})

t.test(
  'several jobs hold all calls back only where they are most of the recent ones',
  async (t) => {
    for (const [broken, healthy, opens] of [
      [2, 0, false],
      [3, 0, true],
      [3, 2, true],
      [3, 3, false],
      [4, 3, true],
      [10, 20, false],
    ] as const) {
      const { breaker } = startBreaker()
      for (let i = 0; i < healthy; i += 1) breaker.answered(`good-${i}`)
      for (let i = 0; i < broken; i += 1) fail(breaker, `bad-${i}`, 'broken')
      t.equal(breaker.isOpen, opens, `${broken} broken, ${healthy} healthy`)
    }
  },
)

t.test('a job that answers again no longer speaks against the service', async (t) => {
  const { breaker } = startBreaker()
  for (const job of ['a', 'b', 'a', 'b', 'a', 'b']) {
    fail(breaker, job, 'broken')
    breaker.answered(job)
  }
  fail(breaker, 'c', 'broken')
  t.notOk(breaker.isOpen)
})

t.test('what broke more than a minute ago says nothing about now', async (t) => {
  const { breaker, clock } = startBreaker()
  fail(breaker, 'a', 'broken')
  fail(breaker, 'b', 'broken')
  clock.ms += 60_001
  fail(breaker, 'c', 'broken')
  t.notOk(breaker.isOpen)
})

t.test('failed probes are 1, 2, 4 and 8 s apart, never further', async (t) => {
  for (const failure of ['unconnected', 'broken'] as const) {
    const { breaker, clock } = startBreaker()
    // A job's own calls break; the service finds no connection.
    fail(breaker, 'a', failure, 3)
    for (const seconds of [1, 2, 4, 8, 8, 8]) {
      t.equal(breaker.retryAfterSec('a'), seconds, failure)
      clock.ms += seconds * 1000 - 1
      t.equal(breaker.enter('a'), null)
      clock.ms += 1
      const permit = breaker.enter('a')
      t.equal(permit, failure === 'broken' ? 'job-probe' : 'probe')
      t.equal(breaker.enter('a'), null, 'one at a time')
      breaker.failed('a', permit!, failure)
    }
  }
})

t.test('the next trouble begins with the first pause again', async (t) => {
  const { breaker, clock } = startBreaker()
  for (let round = 0; round < 2; round += 1) {
    fail(breaker, 'a', 'unconnected', 3)
    t.equal(breaker.retryAfterSec('a'), 1)
    clock.ms += 1_000
    breaker.failed('a', breaker.enter('a')!, 'unconnected')
    t.equal(breaker.retryAfterSec('a'), 2)
    clock.ms += 2_000
    t.equal(breaker.enter('a'), 'probe')
    breaker.answered('a')
    t.equal(breaker.enter('a'), 'call')
  }
})

t.test('a job that has just failed is never the probe of the service', async (t) => {
  const { breaker, clock } = startBreaker()
  for (const job of ['a', 'b', 'c']) fail(breaker, job, 'broken')
  t.ok(breaker.isOpen)
  clock.ms += 7_999
  for (const job of ['a', 'b', 'c']) t.equal(breaker.enter(job), null, job)
  t.equal(breaker.retryAfterSec('a'), 1)
  t.equal(breaker.enter('d'), 'probe')
  breaker.abandoned('d', 'probe')
  clock.ms += 1
  t.equal(breaker.enter('a'), 'probe', 'but nobody waits longer than 10 s for a probe')
})

t.test(
  'after the service has answered, each job that broke is still held back alone',
  async (t) => {
    const { breaker, clock } = startBreaker()
    for (const job of ['a', 'b', 'c']) fail(breaker, job, 'broken', 3)
    clock.ms += 1_000
    t.equal(breaker.enter('d'), 'probe')
    breaker.answered('d')
    t.notOk(breaker.isOpen)
    t.equal(breaker.openJobs, 3)
    t.equal(breaker.enter('a'), 'job-probe')
    breaker.failed('a', 'job-probe', 'broken')
    t.notOk(breaker.isOpen, 'what happened before the answer is forgotten')
  },
)

t.test('a probe that tells nothing makes room for the next', async (t) => {
  for (const failure of ['unconnected', 'broken'] as const) {
    const { breaker, clock } = startBreaker()
    fail(breaker, 'a', failure, 3)
    clock.ms += 1_000
    const permit = breaker.enter('a')!
    t.equal(breaker.enter('a'), null)
    breaker.abandoned('a', permit)
    t.equal(breaker.enter('a'), permit)
  }
})

t.test("a job's probe that finds no connection says nothing of the job", async (t) => {
  const { breaker, clock } = startBreaker()
  fail(breaker, 'a', 'broken', 3)
  clock.ms += 1_000
  t.equal(breaker.enter('a'), 'job-probe')
  breaker.failed('a', 'job-probe', 'unconnected')
  t.equal(breaker.enter('a'), 'job-probe')
})

t.test('calls that were under way when it opened do not put the probe off', async (t) => {
  for (const failure of ['unconnected', 'broken'] as const) {
    const { breaker, clock } = startBreaker()
    fail(breaker, 'a', failure, 3)
    for (let i = 0; i < 10; i += 1) {
      clock.ms += 100
      fail(breaker, 'a', failure)
    }
    t.type(breaker.enter('a'), 'string')
  }
})

t.test(
  'however many jobs break, so many are remembered, and the rest has its own tries',
  async (t) => {
    const { breaker } = startBreaker()
    for (let i = 0; i < 100; i += 1) breaker.answered(`good-${i}`)
    for (let i = 0; i < 3_000; i += 1) {
      fail(breaker, `bad-${i}`, 'broken', 3)
      breaker.answered(`good-${i % 40}`)
    }
    t.ok(breaker.openJobs <= 500, `${breaker.openJobs}`)
    t.ok(breaker.isOpenFor('bad-2999'))
    t.notOk(breaker.isOpenFor('bad-0'))
  },
)

t.test(
  'whatever happens: it opens for a reason, lets go by an answer, and probes within 10 s',
  async (t) => {
    const job = fc.integer({ min: 0, max: 5 }).map((n) => `job-${n}`)
    const step = fc.oneof(
      fc.record({ kind: fc.constant('enter' as const), job }),
      fc.record({
        kind: fc.constant('end' as const),
        at: fc.nat(20),
        as: fc.constantFrom('answered', 'unconnected', 'broken', 'abandoned'),
      }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
    )
    const holds = () =>
      fc.assert(
        fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
          const { breaker, clock } = startBreaker()
          const running: { job: string; permit: Permit }[] = []
          const brokenJobs = new Set<string>()
          let unconnected = 0
          const endOf = ({ job, permit }: { job: string; permit: Permit }, as: string) => {
            const wasOpen = breaker.isOpen
            if (as === 'abandoned') return breaker.abandoned(job, permit)
            unconnected = as === 'unconnected' ? unconnected + 1 : 0
            if (as === 'broken') brokenJobs.add(job)
            if (as === 'answered') {
              brokenJobs.delete(job)
              breaker.answered(job)
              if (breaker.isOpen || breaker.isOpenFor(job))
                throw new Error('an answer opens the way')
            } else breaker.failed(job, permit, as as 'broken')
            if (!wasOpen && breaker.isOpen && unconnected < 3 && brokenJobs.size < 3) {
              throw new Error('it opened for all without a reason')
            }
          }
          for (const step of steps) {
            if (step.kind === 'wait') clock.ms += step.ms
            else if (step.kind === 'end') {
              const [call] = running.splice(step.at % Math.max(1, running.length), 1)
              if (call) endOf(call, step.as)
            } else {
              const permit = breaker.enter(step.job)
              if (permit !== null) running.push({ job: step.job, permit })
              else if (!breaker.isOpenFor(step.job))
                throw new Error('it was held back without a reason')
            }
          }
          for (const call of running.splice(0)) endOf(call, 'broken')
          for (let n = 0; n <= 5; n += 1) {
            if (breaker.retryAfterSec(`job-${n}`) > 8) throw new Error('a wait beyond the longest')
          }
          clock.ms += 10_000
          for (let n = 0; n <= 5; n += 1) {
            const permit = breaker.enter(`job-${n}`)
            if (permit === null) throw new Error('no probe within 10 s')
            breaker.abandoned(`job-${n}`, permit)
          }
        }),
        { numRuns: 3_000 },
      )
    t.doesNotThrow(holds)
  },
)
