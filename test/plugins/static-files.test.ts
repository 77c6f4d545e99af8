import Fastify from 'fastify'
import t from 'tap'
import { staticFilesPlugin } from '../../src/plugins/static-files.ts'

const app = Fastify()
await app.register(staticFilesPlugin, { basePath: '/desk' })
t.teardown(() => app.close())
const asset = (name: string) => `/desk/assets/${app.assetVersion}/${name}`

t.test('our modules have the headers of every asset, and cache for ever', async (t) => {
  const ours = await app.inject(asset('js/box-editor/state.js'))
  const theirs = await app.inject(asset('vendor/chart.js'))
  t.match(ours, { statusCode: 200, body: /^import/ })
  for (const name of ['content-type', 'cache-control']) {
    t.equal(ours.headers[name], theirs.headers[name], name)
  }
  t.match(ours.headers['cache-control'], /immutable/)
})

t.test('HEAD of a module says what GET says', async (t) => {
  const [head, get] = await Promise.all(
    (['HEAD', 'GET'] as const).map((method) => app.inject({ method, url: asset('js/app.js') })),
  )
  t.equal(head?.body, '')
  t.same({ ...head?.headers, date: '' }, { ...get?.headers, date: '' })
})

t.test('what is no module of ours is not found', async (t) => {
  for (const name of ['js/none.js', 'js/box-rules.types.ts', 'js/../../package.json', 'js/']) {
    t.equal((await app.inject(asset(name))).statusCode, 404, name)
  }
})
