import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { createConnection } from '../../src/club/connection.ts'
import { createRecorder, type Recorder } from '../../src/club/recorder.ts'
import { createWriter } from '../../src/club/writer.ts'
import type { Job } from '../../src/domain/job/job.ts'
import { readLiveState } from '../../src/domain/job/live-state.ts'
import { readJob } from '../../src/domain/job/read-job.ts'
import { startApp } from '../support/app.ts'
import { jobData } from '../support/club/club-app.ts'
import { heldBytes } from '../support/process/heap.ts'

const readAs = (id: string, more = {}): Job => readJob(jobData(id, more))

/** How many of the jobs are still held. */
async function heldOf(jobs: WeakRef<Job>[]): Promise<number> {
  await turn()
  heldBytes()
  return jobs.filter((job) => job.deref() !== undefined).length
}

t.test('of many jobs the facts are kept, and few whole jobs until the next turn', async (t) => {
  const recorder = createRecorder(Date.now)
  const jobs = Array.from({ length: 500 }, (_, i) => {
    const job = readAs(`j${i}`)
    recorder.sawJob(job, 'anna')
    return new WeakRef(job)
  })
  t.ok((await heldOf(jobs)) <= 16)
  recorder.settle()
  t.equal(await heldOf(jobs), 0)
  const { seenJobs } = recorder.take()
  t.equal(seenJobs.length, 500)
  t.match(seenJobs[0], {
    facts: { jobId: 'j0', playerName: 'L. Okafor' },
    people: { addedBy: 'anna' },
  })
})

t.test(
  'a state that the whole job does not bear out is a reason for one look a minute',
  async (t) => {
    let now = 1_000_000
    const recorder = createRecorder(() => now)
    const elsewhere = (updated_at: string) => readLiveState({ status: 'RUNNING', updated_at })
    recorder.sawJob(readAs('j1'), 'anna')
    recorder.settle()
    const first = elsewhere('2026-08-01T00:00:01Z')
    t.equal(recorder.sawState('j1', first), false, 'it must be looked at')
    for (let i = 0; i < 50; i += 1) {
      now += 1_000
      t.equal(recorder.sawState('j1', first), true, 'it was')
    }
    t.equal(recorder.sawState('j1', elsewhere('2026-08-01T00:00:02Z')), false, 'news')
    t.equal(recorder.sawState('j2', first), false, 'another job')
    now += 60_000
    t.equal(recorder.sawState('j2', first), false, 'a minute later')
  },
)

t.test('the newest that was seen of a job is what counts', async (t) => {
  const recorder = createRecorder(Date.now)
  recorder.sawJob(readAs('j1'), 'anna')
  recorder.settle()
  t.equal(recorder.statusOf('j1'), 'WAITING_FOR_PLAYER')
  recorder.sawJob(readAs('j1', { status: 'QUEUED' }), 'ben')
  t.equal(recorder.statusOf('j1'), 'QUEUED')
  recorder.settle()
  t.equal(recorder.statusOf('j1'), 'QUEUED')
  t.match(recorder.take().seenJobs, [{ facts: { status: 'QUEUED' }, people: { addedBy: 'anna' } }])
})

t.test('while the database is away facts wait, and no whole job', async (t) => {
  const { log, background } = (await startApp(t)).app
  const recorder = createRecorder(Date.now)
  const writer = createWriter({
    recorder,
    connection: createConnection({
      database: { kind: 'sqlite', file: '/dev/null/none.db' },
      ...{ background, log },
      onChange() {},
    }),
    log,
    wrote() {},
    keepMs: 250,
  })
  const job = new WeakRef(seenBy(recorder, readAs('j1')))
  await writer.write()
  t.equal(await heldOf([job]), 0)
  t.match(recorder.take().seenJobs, [{ facts: { jobId: 'j1' } }])
})

function seenBy({ sawJob }: Recorder, job: Job): Job {
  sawJob(job, null)
  return job
}
