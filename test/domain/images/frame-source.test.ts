import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { type FrameSource, frameVerdict } from '../../../src/domain/images/frame-source.ts'

const SOURCES: FrameSource[] = [{ origin: 'http://frames.example.test', prefix: '/frames/' }]
const OK = '/frames/ok.png'
const HOST = 'frames.example.test'

interface Row {
  id: string
  class: string
  url?: string
  expect: string
}
const corpus: Row[] = JSON.parse(
  readFileSync(new URL('../../data/security-corpus.json', import.meta.url), 'utf8'),
)

const verdict = (text: string) => frameVerdict(text, SOURCES)
const reasonOf = (text: string) => {
  const given = verdict(text)
  return given.ok ? 'ok' : given.reason
}

/** Line separators would break the test's own report. */
const shown = (text: string) =>
  JSON.stringify(text).replace(/[^ -~]/g, (c) => encodeURI(c.toWellFormed()))

t.test('every address of the corpus is decided on as it expects', async (t) => {
  for (const { id, url, expect } of corpus) {
    if (url === undefined) continue
    const dialled = /^(200|502)/.test(expect)
    t.equal(verdict(url).ok, dialled, `${id}: ${shown(url)}`)
  }
})

t.test('an address inside a listed source passes, path and query byte for byte', async (t) => {
  const inside: [string, string][] = [
    [`http://${HOST}${OK}`, OK],
    [`http://${HOST}:80${OK}`, OK],
    [`HTTP://FRAMES.Example.TEST${OK}`, OK],
    [`http://${HOST}/frames/a%20b%2Bc.png`, '/frames/a%20b%2Bc.png'],
    [`http://${HOST}/frames/caf%C3%A9/1.png`, '/frames/caf%C3%A9/1.png'],
    [`http://${HOST}/frames/a%2bB.png?x=%2f%2e%25&y=a+b`, '/frames/a%2bB.png?x=%2f%2e%25&y=a+b'],
    [
      `http://${HOST}/frames/o.png?X-Amz-Credential=AK%2F2026%2Fr`,
      '/frames/o.png?X-Amz-Credential=AK%2F2026%2Fr',
    ],
    [`http://${HOST}${OK}?u=http://evil.test/;a//b@c`, `${OK}?u=http://evil.test/;a//b@c`],
    [`http://${HOST}${OK}?`, `${OK}?`],
    [`http://${HOST}/frames/it's(1)~*!,$&=+:@.png?q='`, `/frames/it's(1)~*!,$&=+:@.png?q='`],
    [`http://${HOST}/frames/...png`, '/frames/...png'],
  ]
  for (const [text, path] of inside) {
    t.match(
      verdict(text),
      { ok: true, url: { origin: `http://${HOST}`, hostname: HOST, port: 80, path } },
      text,
    )
  }
})

t.test('no text, or blanks alone, is a missing address', async (t) => {
  for (const text of ['', ' ', '   ', '\t\r\n']) t.equal(reasonOf(text), 'missing')
})

t.test('a clean address of an unlisted origin is named in the refusal', async (t) => {
  const unlisted: [string, string][] = [
    ['http://169.254.169.254/latest/meta-data/', 'http://169.254.169.254'],
    ['http://127.0.0.1/frames/ok.png', 'http://127.0.0.1'],
    ['http://[::1]/frames/ok.png', 'http://[::1]'],
    [`https://${HOST}${OK}`, `https://${HOST}`],
    [`http://${HOST}:8080${OK}`, `http://${HOST}:8080`],
    [`http://${HOST}:443${OK}`, `http://${HOST}:443`],
    [`http://${HOST}.${OK}`, `http://${HOST}.`],
    [`http://${HOST}.evil.test${OK}`, `http://${HOST}.evil.test`],
    ['http://evil.test', 'http://evil.test'],
    ['http://evil.test?u=1', 'http://evil.test'],
    [`http://evil.test/http://${HOST}${OK}`, 'http://evil.test'],
    ['http://localhost/frames/ok.png', 'http://localhost'],
    [`http://xn--frmes-exa.example.test${OK}`, `http://xn--frmes-exa.example.test`],
    [`http://${HOST}/other/ok.png`, `http://${HOST}`],
    [`http://${HOST}/`, `http://${HOST}`],
    [`http://${HOST}`, `http://${HOST}`],
    [`http://${HOST}/frames`, `http://${HOST}`],
    [`http://${HOST}/framesx/ok.png`, `http://${HOST}`],
    [`http://${HOST}/frames../admin`, `http://${HOST}`],
    [`http://${HOST}/FRAMES/ok.png`, `http://${HOST}`],
    [`http://${HOST}/?/frames/ok.png`, `http://${HOST}`],
  ]
  for (const [text, origin] of unlisted) {
    t.strictSame(verdict(text), { ok: false, reason: 'not-allowed', origin }, text)
  }
})

/** Texts that two parsers may read differently, by what is strange about them. */
const strange: Record<string, string[]> = JSON.parse(
  readFileSync(new URL('../../data/strange-frame-urls.json', import.meta.url), 'utf8'),
)

for (const [what, texts] of Object.entries(strange)) {
  t.test(`two readings of one text are refused: ${what}`, async (t) => {
    for (const text of texts) t.equal(reasonOf(text), 'invalid', shown(text))
  })
}

t.test('an address of more than 2,048 characters is refused', async (t) => {
  const fitting = `http://${HOST}/frames/`.padEnd(2048, 'a')
  t.equal(reasonOf(fitting), 'ok')
  t.equal(reasonOf(`${fitting}a`), 'invalid')
})

t.test(
  'a source may be an IPv6 address with a port, and then only in its plain spelling',
  async (t) => {
    const sources = [{ origin: 'http://[fd00::1]:9000', prefix: '/' }]
    t.match(frameVerdict('http://[FD00::1]:9000/a.png', sources), {
      ok: true,
      url: { hostname: 'fd00::1', port: 9000, path: '/a.png' },
    })
    t.equal(frameVerdict('http://[fd00:0::1]:9000/a.png', sources).ok, false)
  },
)

t.test('with no source listed everything is refused', async (t) => {
  t.match(frameVerdict(`http://${HOST}${OK}`, []), { reason: 'not-allowed' })
})

t.test('no text crashes the verdict, and what passes is the same to the URL parser', async () => {
  const piece = fc.constantFrom(
    'http://',
    'https://',
    HOST,
    ':80',
    '@',
    '/frames/',
    '/',
    '..',
    '%2e',
    '\\',
    '?',
    '#',
    '.png',
    ';',
    '127.0.0.1',
    '[::1]',
    '\t',
    '\0',
    '％',
    'a',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 12 })
      .map((all) => all.join('')),
    fc.string().map((rest) => `http://${HOST}/frames/${rest}`),
    fc.webPath().map((rest) => `http://${HOST}/frames${rest}`),
  )
  fc.assert(
    fc.property(text, (text) => {
      const given = verdict(text)
      if (!given.ok) return
      const url = new URL(text)
      const [path] = given.url.path.split('?')
      return (
        url.origin === SOURCES[0]!.origin &&
        url.pathname.startsWith('/frames/') &&
        url.pathname === path &&
        text.endsWith(given.url.path)
      )
    }),
    { numRuns: 5000 },
  )
})
