import t from 'tap'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'

/** The status of a seeded job's candidates, and how many there are. */
async function candidatesOf(t: { teardown(fn: () => unknown): void }, nn: string) {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const answer = await app.inject(`/jobs/00000000-0000-4000-8000-0000000000${nn}/candidates`)
  const { status, autodetection_status, candidates, error_detail } = answer.json().data
  return { status, autodetection_status, count: candidates.length, error_detail }
}

t.test('a detector that broke off says FAILED and gives its reason', async (t) => {
  const { status, count, error_detail } = await candidatesOf(t, '08')
  t.strictSame([status, count], ['FAILED', 0])
  t.equal(error_detail.code, 'AUTODETECTION_FAILED')
  t.type(error_detail.stack, 'string')
})

t.test('nobody on few frames is reported as PROCESSING for ever', async (t) => {
  t.match(await candidatesOf(t, '09'), { status: 'PROCESSING', count: 0 })
})

t.test('weak tracks alone are LOW_COVERAGE', async (t) => {
  t.match(await candidatesOf(t, '07'), { status: 'LOW_COVERAGE', count: 2 })
})

t.test('after the first selection the candidates are gone', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const path = '/jobs/00000000-0000-4000-8000-000000000041'
  const [first, second] = (await app.inject(`${path}/candidates`)).json().data.candidates
  const select = (trackId: number, attempt?: string) =>
    app.inject({
      method: 'POST',
      url: `${path}/select-track`,
      headers: attempt === undefined ? {} : { 'X-Analysis-Attempt-Id': attempt },
      payload: { trackId },
    })
  const { data } = (await select(first.trackId)).json()
  t.match((await app.inject(`${path}/candidates`)).json().data, {
    status: 'NOT_STARTED',
    candidates: [],
  })
  const again = await select(second.trackId, data.analysis_attempt_id)
  t.equal(again.json().error.code, 'TRACK_NOT_FOUND')
})

t.test("a candidate's picture can be fetched by its signed address", async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const { data } = (
    await app.inject('/jobs/00000000-0000-4000-8000-000000000041/candidates')
  ).json()
  for (const { image_url } of data.candidates[0].sampleFrames) {
    const { pathname, search } = new URL(image_url)
    const picture = await app.inject(pathname + search)
    t.equal(picture.statusCode, 200)
    t.equal(picture.headers['content-type'], 'image/jpeg')
  }
})
