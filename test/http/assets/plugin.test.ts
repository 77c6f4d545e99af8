// One file: how the files of `static/` are served, one by one and as a page's sheet, and how large a page may be with them.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import t from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { assetsPlugin } from '../../../src/http/assets/plugin.ts'
import { SHEETS } from '../../../src/view-models/sheets.ts'
import { startApp } from '../../support/app.ts'
import { ROOT } from '../../support/process/start-command.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const STATIC = join(ROOT, 'static')
/**
 * Bytes gzipped, of one page: the script that its head names, without what draws a result, and its style. Half of the
 * script is htmx, and a fifth comments, for the files are served as they are written. What a frame loads after that is
 * counted in test/flows/frame/script.test.ts.
 */
const MOST_SCRIPT = 30_000
const MOST_STYLE = 8_000

const app = Fastify()
await app.register(assetsPlugin, { basePath: '/desk' })
t.teardown(() => app.close())
const asset = (name: string) => `/desk/assets/${app.assetVersion}/${name}`
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

/** Files below `static/`, as they are named in an address. */
const names = (ending: string) =>
  readdirSync(STATIC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending))

t.test('every file for browsers is served as it is, and caches for ever', async (t) => {
  const all = ['.js', '.css', '.svg'].flatMap(names)
  t.ok(all.length > 25)
  for (const name of all) {
    const answer = await get(asset(name))
    t.equal(answer.statusCode, 200, name)
    t.ok(answer.rawPayload.equals(readFileSync(join(STATIC, name))), name)
    t.match(answer.headers, {
      'content-type': /^(text\/(css|javascript)|image\/svg\+xml); charset=utf-8$/,
      'content-length': String(answer.rawPayload.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
  }
  for (const name of ['htmx.min.js', 'chart.js']) {
    t.equal((await get(asset(`vendor/${name}`))).statusCode, 200, name)
  }
})

t.test('what the browser takes decides the encoding, and each has a tag of its own', async (t) => {
  const name = asset('vendor/chart.js')
  const plain = await get(name)
  const br = await get(name, { 'accept-encoding': 'gzip, deflate, br' })
  const gzip = await get(name, { 'accept-encoding': 'gzip;q=1, br;q=0' })
  t.equal(plain.headers['content-encoding'], undefined)
  t.equal(br.headers['content-encoding'], 'br')
  t.equal(gzip.headers['content-encoding'], 'gzip')
  t.ok(brotliDecompressSync(br.rawPayload).equals(plain.rawPayload))
  t.ok(gunzipSync(gzip.rawPayload).equals(plain.rawPayload))
  t.equal(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size, 3)
  const known = await get(name, {
    'accept-encoding': 'br',
    'if-none-match': String(br.headers.etag),
  })
  t.equal(known.statusCode, 304)
  t.equal(known.body, '')
  t.equal(known.headers.etag, br.headers.etag)
})

t.test('HEAD says what GET says', async (t) => {
  for (const encoding of ['identity', 'br']) {
    const [head, get] = await Promise.all(
      (['HEAD', 'GET'] as const).map((method) =>
        app.inject({
          method,
          url: asset('js/box-rules.js'),
          headers: { 'accept-encoding': encoding },
        }),
      ),
    )
    t.equal(head?.statusCode, 200)
    t.equal(head?.body, '')
    t.same({ ...head?.headers, date: '' }, { ...get?.headers, date: '' })
  }
})

t.test('what is no file for browsers is not found', async (t) => {
  for (const name of [
    'js/none.js',
    'js/box-rules.types.ts',
    'js/../../package.json',
    '..%2fpackage.json',
    'js/',
    'js',
    '',
    'vendor/',
  ]) {
    t.equal((await get(asset(name))).statusCode, 404, name)
  }
  t.equal((await get('/desk/assets/css/base.css')).statusCode, 404)
})

t.test('an address of another version is answered with what there is, and not kept', async (t) => {
  const old = await get('/desk/assets/0123456789ab/css/base.css')
  t.equal(old.statusCode, 200)
  t.equal(old.body, readFileSync(join(STATIC, 'css/base.css'), 'utf8'))
  t.equal(old.headers['cache-control'], 'no-cache')
})

t.test('an answer opens no file: what is served is what was there at the start', async (t) => {
  const folder = t.testdir({ css: { 'a.css': 'a{}', 'gone.css': 'b{}' } })
  const other = Fastify()
  await other.register(assetsPlugin, { basePath: '', folder })
  t.teardown(() => other.close())
  writeFileSync(join(folder, 'css/a.css'), 'later{}')
  rmSync(join(folder, 'css/gone.css'))
  for (const [name, text] of [
    ['a', 'a{}'],
    ['gone', 'b{}'],
  ] as const) {
    const served = await other.inject(`/assets/${other.assetVersion}/css/${name}.css`)
    t.equal(served.statusCode, 200, name)
    t.equal(served.body, text)
    t.match(served.headers['cache-control'], /immutable/)
  }
})

t.test('a file that is put there later is served, and not kept', async (t) => {
  const folder = t.testdir({ css: { 'a.css': 'a{}' }, notes: { 'b.ts': 'b' } })
  const other = Fastify()
  await other.register(assetsPlugin, { basePath: '', folder })
  t.teardown(() => other.close())
  writeFileSync(join(folder, 'css/later.css'), 'c{}')
  const later = await other.inject(`/assets/${other.assetVersion}/css/later.css`)
  t.equal(later.statusCode, 200)
  t.equal(later.body, 'c{}')
  t.equal(later.headers['cache-control'], 'no-cache')
  t.equal((await other.inject(`/assets/${other.assetVersion}/notes/b.ts`)).statusCode, 404)
})

t.test('script and style of a page are as small as promised', async (t) => {
  const list = { DATABASE_URL: 'sqlite::memory:' }
  const { ask, app } = await startDemoApp(t, {}, list)
  const size = async (name: string) => {
    const headers = { 'accept-encoding': 'gzip' }
    const { status, bytes } = await ask(app.urls.asset(name), { headers })
    t.equal(status, 200, name)
    return bytes.length
  }
  const job = app.urls.job(seedId(41))
  for (const page of [
    '/',
    job,
    `${job}/frames/1`,
    `${app.urls.job(seedId(43))}/frames/5`,
    app.urls.result(seedId(46)),
    app.urls.compare([seedId(46)]),
  ]) {
    const { status, text } = await ask(page)
    t.equal(status, 200, page)
    const named = [
      ...text.matchAll(/ rel="(?:module)?preload"[^>]* href="[^"]*\/((?:js|vendor)\/[^"]+)"/g),
    ]
    const sizes = await Promise.all(named.map(([, name]) => size(name!)))
    const script = sizes.reduce((sum, bytes) => sum + bytes, 0)
    t.ok(script > 20_000 && script <= MOST_SCRIPT, `${page}: ${script} bytes of script`)
    t.comment(`${page}: ${script}`)
  }
  for (const kind of Object.keys(SHEETS)) {
    const style = await size(`css/page/${kind}.css`)
    t.ok(style > 2_000 && style <= MOST_STYLE, `${kind}: ${style} bytes of style`)
  }
})

t.test('a style sheet holds its parts in their order, and every part is in one', async (t) => {
  const { ask, app } = await startApp(t)
  for (const [kind, parts] of Object.entries(SHEETS)) {
    const { status, text } = await ask(app.urls.sheet(kind))
    t.equal(status, 200, kind)
    const files = parts.map((part) => readFileSync(join(STATIC, 'css', `${part}.css`), 'utf8'))
    t.equal(text, files.join('\n'), kind)
  }
  const used = new Set<string>(Object.values(SHEETS).flat())
  t.strictSame([...used].map((part) => `css/${part}.css`).sort(), names('.css').sort())
})

t.test('in the whole application an asset is compressed once and no more', async (t) => {
  const { ask, app } = await startApp(t)
  const path = `/assets/${app.assetVersion}/css/base.css`
  const { status, headers, bytes } = await ask(path, { headers: { 'accept-encoding': 'gzip' } })
  t.equal(status, 200)
  t.equal(headers['content-encoding'], 'gzip')
  t.equal(headers['content-length'], String(bytes.length))
  t.ok(gunzipSync(bytes).equals(readFileSync(join(STATIC, 'css/base.css'))))
})

t.test('while two versions run side by side, each answers the pages of the other', async (t) => {
  const start = async (css: string) => {
    const replica = Fastify()
    const folder = t.testdir({ css: { 'a.css': css } })
    await replica.register(assetsPlugin, { basePath: '', folder })
    t.teardown(() => replica.close())
    return replica
  }
  const older = await start('a{}')
  const newer = await start('b{}')
  t.not(older.assetVersion, newer.assetVersion)
  for (const [asked, other, css] of [
    [older, newer, 'a{}'],
    [newer, older, 'b{}'],
  ] as const) {
    const ofOther = await asked.inject(`/assets/${other.assetVersion}/css/a.css`)
    t.equal(ofOther.statusCode, 200)
    t.equal(ofOther.body, css)
    t.equal(ofOther.headers['cache-control'], 'no-cache')
    const own = await asked.inject(`/assets/${asked.assetVersion}/css/a.css`)
    t.equal(own.body, css)
    t.match(own.headers['cache-control'], /immutable/)
  }
})
