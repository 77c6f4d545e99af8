import sharp from 'sharp'
import t from 'tap'
import { keep } from '../../src/images/cached-image.ts'
import { createThumbnailer, NotShrunk } from '../../src/images/thumbnails.ts'
import { jpegOfManyScans } from '../support/service/many-scans.ts'

const never = new AbortController().signal
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'green' } })

t.test(
  'a small file of thousands of scans, which would take minutes, is not unfolded',
  async (t) => {
    const bytes = jpegOfManyScans(4_000, 20_000)
    t.ok(bytes.length < 1_000_000)
    const image = keep('image/jpeg', bytes)
    t.equal(await createThumbnailer()(image, 160, 'a', never), image)
  },
)

t.test('more pixels than a camera has are not unfolded, as many as it has are', async (t) => {
  const shrink = createThumbnailer()
  const large = keep('image/jpeg', await plain(4_200, 4_100).jpeg().toBuffer())
  t.equal(await shrink(large, 160, 'a', never), large)
  const camera = keep(
    'image/jpeg',
    await plain(5_312, 2_988).jpeg({ progressive: true }).toBuffer(),
  )
  const { width } = await sharp((await shrink(camera, 160, 'a', never)).bytes).metadata()
  t.equal(width, 160)
})

t.test('a bounded number waits, and the rest is served as it is', async (t) => {
  const shrink = createThumbnailer()
  const image = keep('image/png', await plain(800, 450).png().toBuffer())
  await shrink(image, 160, 'a', never)
  const made = await Promise.allSettled(
    Array.from({ length: 100 }, (_, n) => shrink(image, 160, `client ${n}`, never)),
  )
  const busy = made.filter((one) => one.status === 'rejected')
  t.equal(busy.length, 100 - 2 - 64)
  for (const { reason } of busy) {
    t.ok(reason instanceof NotShrunk)
    t.equal(reason.image, image)
  }
})

t.test('the bytes that wait are bounded too', async (t) => {
  const shrink = createThumbnailer()
  const png = await plain(800, 450).png().toBuffer()
  const image = keep('image/png', Buffer.concat([png, Buffer.alloc(3_900_000)]))
  await shrink(image, 160, 'a', never)
  const made = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => shrink(image, 160, `client ${n}`, never)),
  )
  const done = made.filter(({ status }) => status === 'fulfilled').length
  t.ok(done >= 2 && done * image.bytes.length <= 32_000_000 + 2 * image.bytes.length, String(done))
})

t.test('whose client has left is not made', async (t) => {
  const shrink = createThumbnailer()
  const image = keep('image/png', await plain(800, 450).png().toBuffer())
  await shrink(image, 160, 'a', never)
  const leaving = new AbortController()
  const begun = [1, 2].map(() => shrink(image, 160, 'a', never))
  const waiting = Array.from({ length: 20 }, () => shrink(image, 160, 'a', leaving.signal))
  leaving.abort(new Error('left'))
  for (const one of await Promise.allSettled(waiting)) {
    t.match(one, { status: 'rejected', reason: { message: 'left' } })
  }
  for (const one of begun) t.equal((await one).type, 'image/jpeg')
})
