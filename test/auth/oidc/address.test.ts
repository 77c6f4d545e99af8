import t from 'tap'
import { wayBack } from '../../../src/domain/http/way-back.ts'
import { TOUCHLINE } from '../../support/sign-in/provider.ts'
import { withProvider } from '../../support/sign-in/with-provider.ts'

const html = { accept: 'text/html' }

t.test('a proxy that does not pass the name on is named, after one redirect', async (t) => {
  const { app, provider } = await withProvider(t)
  const headers = { ...html, host: 'touchline_upstream' }
  const first = await app.ask('/jobs/j1', { headers })
  t.equal(first.status, 302)
  const second = await app.ask(String(first.headers['location']), { headers })
  t.equal(second.status, 302)
  const there = new URL(String(second.headers['location']))
  t.equal(there.origin, TOUCHLINE, 'the browser may have come under another name')
  const third = await app.ask(there.pathname + there.search, { headers })
  t.equal(third.status, 421)
  t.match(third.text, '<h1>')
  t.match(third.text, 'came under the name touchline_upstream, but people sign in at')
  t.match(third.text, 'pass the name of the browser as Host, or as X-Forwarded-Host from')
  t.notOk(provider.requests.includes('GET /auth'))
})

t.test('whoever comes under another name signs in under ours, and is at the page', async (t) => {
  const { app, browser } = await withProvider(t)
  const elsewhere = await app.ask('/sign-in?to=/jobs/j1', {
    headers: { ...html, host: '10.0.0.7' },
  })
  t.equal(elsewhere.status, 302)
  const shown = await browser().enter(String(elsewhere.headers['location']), 'anna')
  t.equal(shown.status, 200)
  t.equal(shown.url.href, `${TOUCHLINE}/jobs/j1`)
})

t.test('a long address makes no head that a proxy refuses: the first page follows', async (t) => {
  const { browser } = await withProvider(t)
  const anna = browser()
  const sizeOf = (headers: object) => JSON.stringify(headers).length
  for (const [path, kept] of [
    [`/?q=${encodeURIComponent('球'.repeat(200))}`, '/'],
    [`/?q=${'a'.repeat(480)}`, `/?q=${'a'.repeat(480)}`],
    [`/?q=${encodeURIComponent('я'.repeat(80))}`, `/?q=${encodeURIComponent('я'.repeat(80))}`],
  ] as const) {
    const first = await anna.ask(path)
    t.equal(first.status, 302)
    t.equal(
      wayBack(new URL(String(first.headers['location']), TOUCHLINE).searchParams.get('to')!),
      kept,
    )
    t.ok(sizeOf(first.headers) < 4_000, `${sizeOf(first.headers)} bytes`)
    const second = await anna.ask(String(first.headers['location']))
    t.match(second.headers['location'], '/auth?')
    t.ok(sizeOf(second.headers) < 4_000, `${sizeOf(second.headers)} bytes`)
  }
})
