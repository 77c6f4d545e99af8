import { readFileSync } from 'node:fs'
import t from 'tap'
import { readConfig } from '../../src/config/index.ts'
import { Settings } from '../../src/config/settings.ts'

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const rows = new Map(
  [...README.matchAll(/^\| `([A-Z][A-Z_]*)` \| (.*?) \| (.*) \|$/gm)].map(
    ([, name, standard, meaning]) => [name!, { standard, meaning }],
  ),
)
/** Read by `npm run demo` alone. */
const OF_THE_DEMO = ['DEMO_SPEED']

t.test('every setting is explained in the README, with its default and its meaning', async (t) => {
  for (const [name, { default: standard, description }] of Object.entries(Settings.properties)) {
    const shown = standard === '' ? '-' : `\`${standard}\``
    t.strictSame(rows.get(name), { standard: shown, meaning: description }, name)
  }
})

t.test('every setting that the README explains exists', async (t) => {
  const known = [...Object.keys(Settings.properties), ...OF_THE_DEMO]
  t.strictSame([...rows.keys()].sort(), known.sort())
})

t.test('with nothing set Touchline starts, on loopback', async (t) => {
  const config = readConfig({})
  t.match(config, {
    apiBaseUrl: null,
    frameSources: [],
    frameNetworks: null,
    host: '127.0.0.1',
    port: 3000,
    upstreamTimeoutMs: 15_000,
    frameTimeoutMs: 10_000,
    frameMaxBytes: 20_000_000,
    frameCacheMb: 64,
    upstreamAuthorization: null,
    auth: { mode: 'none' },
    trustedProxies: [],
    publicOrigins: [],
    basePath: '',
    logLevel: 'info',
  })
  t.ok(Object.isFrozen(config))
})

t.test('a setting that is empty or blank is not set', async (t) => {
  const blank = Object.fromEntries(Object.keys(Settings.properties).map((name) => [name, '  ']))
  t.strictSame(readConfig(blank), readConfig({}))
})

t.test('an API_BASE_URL is taken with or without a slash or a path', async (t) => {
  for (const [text, url] of [
    ['http://api.test:8000', 'http://api.test:8000'],
    ['http://api.test:8000/', 'http://api.test:8000'],
    ['https://API.test/v1/', 'https://api.test/v1'],
    [' http://api.test/a/b// ', 'http://api.test/a/b'],
  ]) {
    t.equal(readConfig({ API_BASE_URL: text! }).apiBaseUrl, url)
  }
})

t.test('sources of images are origins with a path prefix', async (t) => {
  const { frameSources } = readConfig({ FRAME_SOURCES: 'http://a.test:9000/fnh, https://b.test' })
  t.strictSame(frameSources, [
    { origin: 'http://a.test:9000', prefix: '/fnh/' },
    { origin: 'https://b.test', prefix: '/' },
  ])
})

t.test('public addresses are origins as browsers write them', async (t) => {
  const { publicOrigins } = readConfig({
    PUBLIC_ORIGINS: 'https://Touchline.club.LAN:443/, http://desk.lan:8080,http://[2001:DB8::1]',
  })
  t.strictSame(publicOrigins, [
    'https://touchline.club.lan',
    'http://desk.lan:8080',
    'http://[2001:db8::1]',
  ])
})
