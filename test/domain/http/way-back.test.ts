import t from 'tap'
import { wayBack } from '../../../src/domain/http/way-back.ts'

t.test('a path of ours is gone back to with its query, nothing else is', async (t) => {
  for (const path of ['/', '/jobs/j1', '/jobs/j1/frames/2?track=3&a=%20b', '/desk/compare?job=a']) {
    t.equal(wayBack(path), path)
  }
  t.equal(wayBack('/jobs/j1#target'), '/jobs/j1', 'without its fragment')
  t.equal(wayBack('/a/../b'), '/b')
  for (const text of [
    '',
    'jobs',
    '//evil.test',
    '/..//evil.test',
    '/a/..//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    ' //evil.test',
    '/a b',
    '/é',
    'https://evil.test/',
    'javascript:alert(1)',
    `/${'a'.repeat(500)}`,
  ]) {
    t.equal(wayBack(text), null, JSON.stringify(text).slice(0, 30))
  }
})

t.test('no text makes a way that a browser would follow to another site', async (t) => {
  const parts = [
    '/',
    '\\',
    '.',
    '..',
    'evil.test',
    '@',
    ':',
    '%2f',
    '%5c',
    '?',
    '#',
    '\t',
    ';',
    'a',
  ]
  for (const a of parts) {
    for (const b of parts) {
      for (const c of parts) {
        for (const d of parts) {
          const way = wayBack(`/${a}${b}${c}${d}`)
          if (way === null) continue
          const origin = URL.parse(way, 'http://touchline.test')?.origin
          if (origin !== 'http://touchline.test') t.fail(JSON.stringify([a, b, c, d]))
        }
      }
    }
  }
})
