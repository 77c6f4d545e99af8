import fc from 'fast-check'
import t from 'tap'
import { prefersPage } from '../../../src/domain/http/accept.ts'

/** What browsers send for a page and for a form: these must never become JSON. */
const BROWSERS = {
  Chromium:
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
  'Firefox and WebKit': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'older Firefox':
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  Lynx: 'text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01',
}

t.test('a browser is shown pages', async (t) => {
  for (const [name, accept] of Object.entries(BROWSERS)) t.equal(prefersPage(accept), true, name)
})

t.test('quality decides, and a tie, anything or nothing is JSON', async (t) => {
  const cases: [string | undefined, boolean][] = [
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['text/html', true],
    ['TEXT/HTML', true],
    ['text/*', true],
    ['application/*', false],
    ['text/html, application/json', false],
    ['application/json, text/html', false],
    ['text/html, */*', false],
    ['text/html;q=0.5, */*;q=0.5', false],
    ['application/json, text/html;q=0', false],
    ['application/json;q=0.9, text/html;q=0.1', false],
    ['application/json;q=0.1, text/html;q=0.9', true],
    ['text/html, image/gif, image/jpeg, */*; q=.2', true],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', true],
    ['application/json;q=0, */*', true],
    ['text/html;q=0, */*', false],
    ['text/html;q=0', false],
    ['text/*;q=0.9, text/html;q=0.1, application/json;q=0.5', false],
    ['text/html;q=0.1, text/*;q=0.9, application/json;q=0.5', false],
    ['*/*;q=0.9, application/json;q=0.1, text/html;q=0.5', true],
    ['application/json;charset=utf-8, text/html;q=0.5', false],
    ['text/html; charset="utf-8"; q=1, application/json; q=0.9', true],
    ['text/html; level=1; q=0.1, text/html; q=0.7, application/json; q=0.5', true],
    ['text/html ; q = 0.5 , application/json ; q = 0.4', true],
    ['text/plain; title="text/html,x;q=1", application/json', false],
    ['image/*, application/signed-exchange;v=b3;q=0.7', false],
    ['text/html;q=high', true],
    [',,;,/,text/,;q=1', false],
  ]
  for (const [accept, page] of cases) t.equal(prefersPage(accept), page, accept ?? 'no header')
})

t.test('the quality of the most specific range is the one that counts', async () => {
  const quality = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)
  const ranges = fc.record({
    'text/html': fc.option(quality),
    'text/*': fc.option(quality),
    'application/json': fc.option(quality),
    'application/*': fc.option(quality),
    '*/*': fc.option(quality),
  })
  fc.assert(
    fc.property(ranges, fc.infiniteStream(fc.nat()), (given, order) => {
      const header = Object.entries(given)
        .filter(([, q]) => q !== null)
        .map(([range, q]) => ({ text: `${range};q=${q}`, at: order.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ text }) => text)
        .join(', ')
      const html = given['text/html'] ?? given['text/*'] ?? given['*/*'] ?? 0
      const json = given['application/json'] ?? given['application/*'] ?? given['*/*'] ?? 0
      return prefersPage(header) === html > json
    }),
    { numRuns: 2000 },
  )
})

t.test('whatever stands in the header, it is read', async (t) => {
  const odd = fc.string({ unit: fc.constantFrom(...'text/html,;=*q."\\ 0.1\t'), maxLength: 60 })
  fc.assert(fc.property(odd, (text) => typeof prefersPage(text) === 'boolean'))
  for (const much of ['"', '"\\', 'a;', 'a,']) {
    t.equal(prefersPage(`text/html,${much.repeat(8000)}`), true)
  }
})
