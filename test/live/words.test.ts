import t from 'tap'
import { startLiveApp, told } from '../support/live-app.ts'

const ADDRESS = 'http://anna:S3CRET@store.test/a.jpg?X-Amz-Signature=S3CRET#S3CRET'
const job = (id: string) => ({
  ...told(id, 'PARTIAL', 100),
  progress: { step: 'DONE', pct: 100, message: ADDRESS },
  warnings: [ADDRESS],
  error: ADDRESS,
  failure_reason: ADDRESS,
  updated_at: ADDRESS,
})

t.test('no event of a stream of pages carries the raw words of the service', async (t) => {
  const live = await startLiveApp(t, { j1: job('j1'), j2: job('j2') })
  const cookie = 'recent_jobs=j1.j2'
  for (const path of [
    '/jobs/j1/stream',
    '/recent-jobs/stream',
    '/compare/news/stream?job=j1&job=j2',
  ]) {
    const reader = await live.open(path, { cookie })
    t.equal(reader.status, 200, path)
    t.equal((await reader.next(({ event }) => event === 'done')).data, '{}', path)
    await reader.ended
    t.notMatch(JSON.stringify(reader.events), /S3CRET|X-Amz/, path)
  }
})

t.test('a script gets the state of the service as it is, at the end too', async (t) => {
  const live = await startLiveApp(t, { j1: job('j1') })
  const reader = await live.open('/api/jobs/j1/events')
  const done = await reader.next(({ event }) => event === 'done')
  t.match(JSON.parse(done.data), { status: 'PARTIAL', warnings: [ADDRESS] })
})
