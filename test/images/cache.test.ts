import t from 'tap'
import { createImageCache } from '../../src/images/cache.ts'
import { keep } from '../../src/images/cached-image.ts'

const tiny = () => keep('image/jpeg', Buffer.alloc(12))
const keyOf = (n: number) => `job ${n} http://store.test/${'a'.repeat(7_900)}`

t.test('small images under long addresses count with their addresses', async (t) => {
  const cache = createImageCache(1_000_000)
  for (let n = 0; n < 1_000; n += 1) cache.set(keyOf(n), tiny())
  const kept = Array.from({ length: 1_000 }, (_, n) => cache.get(keyOf(n))).filter(Boolean)
  t.ok(kept.length * 7_900 <= 1_000_000, `${kept.length} are kept`)
  t.ok(kept.length > 50)
  t.ok(cache.get(keyOf(999)), 'the newest among them')
  t.ok(cache.bytes > kept.length * 7_900 && cache.bytes <= 1_000_000, String(cache.bytes))
})

t.test('images of no size are not without end', async (t) => {
  const cache = createImageCache(100_000)
  for (let n = 0; n < 10_000; n += 1) cache.set(String(n), keep('image/png', Buffer.alloc(0)))
  const kept = Array.from({ length: 10_000 }, (_, n) => cache.get(String(n))).filter(Boolean)
  t.ok(kept.length < 500, `${kept.length} are kept`)
})

t.test('what is set again and again counts once', async (t) => {
  const cache = createImageCache(100_000)
  cache.set('a', tiny())
  const { bytes } = cache
  for (let n = 0; n < 100; n += 1) cache.set('a', tiny())
  t.equal(cache.bytes, bytes)
})

t.test('a size of 0 keeps none', async (t) => {
  const cache = createImageCache(0)
  cache.set('a', keep('image/png', Buffer.alloc(0)))
  t.equal(cache.get('a'), undefined)
  t.equal(cache.bytes, 0)
})
