import t from 'tap'
import { startClub } from '../support/club/club-app.ts'
import { strikers } from '../support/club/rated-jobs.ts'

// What the guide says of the files of results, held against such a file.

t.test('what the guide names of a result among the club’s own is in its file', async (t) => {
  const club = await startClub(t)
  for (const [id, job] of strikers(12)) club.jobs.set(id, job)
  for (const id of club.jobs.keys()) t.equal((await club.page(`/jobs/${id}/result`)).status, 200)
  await club.app.club.write()
  const document = await club.ask('/openapi.json')
  t.equal(document.status, 200)
  const [, part = ''] =
    /## A result among the club’s own\n(.*?)\n## /s.exec(document.json().info.description) ?? []
  const named = [...part.matchAll(/`([^`]+)`/g)].map(([, words]) => words!)

  const [address, , ...others] = named.filter((words) => words.startsWith('GET '))
  t.equal(address, 'GET /jobs/{jobId}/result.json')
  const file = await club.ask('/jobs/j3/result.json')
  t.equal(file.status, 200)
  t.match(file.headers['content-type'], /^application\/json/)
  const whole = file.json()
  t.equal(whole.job_id, 'j3')
  const paths = named.filter((words) => words.startsWith('touchline.'))
  t.ok(paths.length >= 9, `${paths.length} paths`)
  for (const path of paths) {
    const value = path
      .split('.')
      .reduce((inner, key) => (Object.hasOwn(inner, key) ? inner[key] : undefined), whole)
    t.ok(value, path)
  }
  const ofMeasure = named.filter((words) => /^[a-z_]+$/.test(words) && words !== 'touchline')
  const [finishing] = whole.touchline.cohort.measures.filter(
    ({ measure }: { measure: string }) => measure === 'Finishing',
  )
  t.strictSame(Object.keys(finishing).sort(), ofMeasure.sort())
  t.equal(finishing.percentile_rank, 29)

  t.equal((await club.ask('/api/club/jobs/j3/history')).status, 200)
  t.strictSame(others, ['GET /compare.csv?job=…&job=…'])
  t.equal((await club.ask('/compare.csv?job=j3&job=j9')).status, 200)
  const none = await club.ask('/jobs/unknown/result.json')
  t.equal(none.status, 404)
  t.match(none.headers['content-type'], /^text\/html/, 'an error is a page')
})
