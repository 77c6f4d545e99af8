import t from 'tap'
import { FrameCache } from '../../src/demo/scene/frame-cache.ts'

/** A maker that counts its calls. */
function maker(text: string) {
  const made = { count: 0, make: async () => Buffer.from(`${text}${++made.count}`) }
  return made
}

t.test('a frame that is asked for twice at once is drawn once', async (t) => {
  const cache = new FrameCache(2)
  const one = maker('one')
  const [a, b] = await Promise.all([cache.get('1', one.make), cache.get('1', one.make)])
  t.equal(a, b)
  t.equal(one.count, 1)
})

t.test('the frame that was not used for longest is dropped', async (t) => {
  const cache = new FrameCache(2)
  const [one, two, three] = ['one', 'two', 'three'].map(maker)
  await cache.get('1', one!.make)
  await cache.get('2', two!.make)
  await cache.get('1', one!.make)
  await cache.get('3', three!.make)
  await cache.get('1', one!.make)
  await cache.get('2', two!.make)
  t.strictSame([one!.count, two!.count, three!.count], [1, 2, 1])
})

t.test('a failure is not kept', async (t) => {
  const cache = new FrameCache(2)
  await t.rejects(
    cache.get('1', async () => Promise.reject(new Error('no'))),
    { message: 'no' },
  )
  t.equal(String(await cache.get('1', maker('one').make)), 'one1')
})
