import t from 'tap'
import { createImageCache } from '../../src/images/cache.ts'
import { createInFlight } from '../../src/lib/in-flight.ts'

t.test(
  'memory for images is bounded, and what was asked for longest ago leaves first',
  async (t) => {
    const cache = createImageCache(102_000)
    const image = (bytes: number) => ({
      type: 'image/png' as const,
      bytes: Buffer.alloc(bytes),
      etag: '"a"',
    })
    cache.set('a', image(40_000))
    cache.set('b', image(40_000))
    t.ok(cache.get('a'))
    cache.set('c', image(40_000))
    t.equal(cache.get('b'), undefined)
    t.ok(cache.get('a') && cache.get('c'))
    cache.set('a', image(60_000))
    t.ok(cache.get('a') && cache.get('c'), 'a replaced image counts once')
    cache.set('d', image(102_000))
    t.equal(cache.get('d'), undefined)
    t.ok(cache.get('a'), 'what does not fit displaces nothing')
  },
)

t.test(
  'shared work goes on while one still wants it and ends when the last has left',
  async (t) => {
    const flights = createInFlight<string>()
    const done = Promise.withResolvers<string>()
    let shared: AbortSignal | undefined
    const work = async (signal: AbortSignal) => {
      shared = signal
      return done.promise
    }
    const [first, second] = [new AbortController(), new AbortController()]
    const one = flights.join('a', first.signal, work)
    const two = flights.join('a', second.signal, () => t.fail('begun twice') as never)
    first.abort()
    await t.rejects(one)
    t.equal(shared?.aborted, false)
    second.abort()
    await t.rejects(two)
    t.equal(shared?.aborted, true)
    t.equal(await flights.join('a', new AbortController().signal, async () => 'anew'), 'anew')
  },
)
