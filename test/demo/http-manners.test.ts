import t from 'tap'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const PATH = '/jobs/00000000-0000-4000-8000-000000000005'

t.test('a request id comes back in the header and in the body', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const id = 'r'.repeat(400)
  const answer = await app.inject({ url: PATH, headers: { 'X-Request-Id': id } })
  t.equal(answer.headers['x-request-id'], id)
  t.equal(answer.json().meta.request_id, id)
  const fresh = await app.inject({ url: PATH, headers: { 'X-Request-Id': '' } })
  t.match(fresh.headers['x-request-id'], UUID)
})

t.test(
  'answers name the revision, but a failure nobody foresaw has no header of its own',
  async (t) => {
    const app = buildDemoUpstream()
    t.teardown(() => app.close())
    t.equal((await app.inject(PATH)).headers['x-algonext-revision'], '67ab429')
    const failure = await app.inject({
      method: 'POST',
      url: `${PATH}/pick-player`,
      headers: { 'X-Request-Id': 'mine' },
      payload: {},
    })
    t.equal(failure.statusCode, 500)
    t.notOk('x-request-id' in failure.headers)
    t.notOk('x-algonext-revision' in failure.headers)
    t.equal(failure.json().meta.request_id, 'mine')
  },
)

t.test('the January revision does not name itself', async (t) => {
  const app = buildDemoUpstream({ dialect: 'd650813' })
  t.teardown(() => app.close())
  t.notOk('x-algonext-revision' in (await app.inject(PATH)).headers)
})

t.test('broken JSON is a validation error, a form an unforeseen failure', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const post = (type: string, payload: string) =>
    app.inject({
      method: 'POST',
      url: `${PATH}/target`,
      headers: { 'content-type': type },
      payload,
    })
  t.equal((await post('application/json', '{"a":')).statusCode, 422)
  t.equal((await post('application/x-www-form-urlencoded', 'a=1')).statusCode, 500)
})

t.test('a slash at the end leads to the host that the client named', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  const answer = await app.inject({ url: `${PATH}/`, headers: { host: 'api.example.test:81' } })
  t.equal(answer.statusCode, 307)
  t.equal(answer.headers.location, `http://api.example.test:81${PATH}`)
})

t.test('without a worker only what starts work is refused', async (t) => {
  const app = buildDemoUpstream()
  t.teardown(() => app.close())
  app.demoFaults.workerMissing = true
  const code = async (path: string) =>
    (await app.inject({ method: 'POST', url: path, payload: { trackId: 8 } })).json().error?.code
  t.equal(await code('/jobs'), 'WORKER_NOT_READY')
  t.equal(await code('/jobs/nobody/enqueue'), 'WORKER_NOT_READY', 'before 404')
  t.equal(await code('/jobs/nobody/ai-report'), 'JOB_NOT_FOUND')
  t.equal(await code(`${PATH}/select-track`), undefined)
  app.demoFaults.workerMissing = false
  t.equal(await code('/jobs/nobody/enqueue'), 'JOB_NOT_FOUND')
})

t.test('signed addresses take the public origin where one is set', async (t) => {
  const app = buildDemoUpstream({ publicOrigin: 'https://images.example.test' })
  t.teardown(() => app.close())
  const { data } = (await app.inject(PATH)).json()
  t.ok(data.preview_frames[0].signed_url.startsWith('https://images.example.test/fnh/jobs/'))
})
