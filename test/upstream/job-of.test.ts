import t from 'tap'
import { jobOf } from '../../src/upstream/job-of.ts'

t.test('a call is about the job in its path, or about its path', async (t) => {
  for (const [path, job] of [
    ['/jobs/a', 'a'],
    ['/jobs/a/status', 'a'],
    ['/jobs/a?view=full', 'a'],
    ['/jobs/a?next=/b', 'a'],
    ['/jobs/a/report?force=1', 'a'],
    ['/jobs', '/jobs'],
    ['/jobs?next=/b', '/jobs'],
    ['/health?a', '/health'],
  ] as const) {
    t.equal(jobOf(path), job, path)
  }
})
