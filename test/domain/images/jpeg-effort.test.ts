import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { jpegEffort } from '../../../src/domain/images/jpeg-effort.ts'
import { jpegOfManyScans } from '../../support/service/many-scans.ts'

const noise = sharp({
  create: {
    width: 300,
    height: 200,
    channels: 3,
    background: 'green',
    noise: { type: 'gaussian', mean: 128, sigma: 60 },
  },
})
const PIXELS = 300 * 200

t.test('an ordinary JPEG is gone over once, a progressive one once for each scan', async (t) => {
  t.equal(jpegEffort(await noise.clone().jpeg().toBuffer()), PIXELS)
  const progressive = jpegEffort(await noise.clone().jpeg({ progressive: true }).toBuffer())
  t.ok(progressive >= 8 * PIXELS && progressive <= 12 * PIXELS, String(progressive / PIXELS))
})

t.test('scans are counted wherever they stand, in an image that can be read', async (t) => {
  const small = jpegOfManyScans(64, 20)
  t.match(await sharp(small).metadata(), { width: 64, height: 64, isProgressive: true })
  t.equal((await sharp(small).raw().toBuffer()).length, 3 * 64 * 64)
  t.equal(jpegEffort(small), 20 * 64 * 64)
  t.equal(jpegEffort(jpegOfManyScans(4_000, 5_000)), 5_000 * 4_000 * 4_000)
})

t.test('metadata is no image: what looks like a scan in it does not count', async (t) => {
  const jpeg = await noise.clone().jpeg().toBuffer()
  const inside = Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1])
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, inside.length + 2]), inside])
  const more = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
  t.equal(jpegEffort(more), PIXELS)
})

t.test('other images and nonsense are no effort, and are read to their end', async (t) => {
  t.equal(jpegEffort(await noise.clone().png().toBuffer()), 0)
  t.equal(jpegEffort(Buffer.alloc(0)), 0)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const effort = jpegEffort(Buffer.concat([Buffer.from([0xff, 0xd8]), bytes]))
      return Number.isSafeInteger(effort) && effort >= 0
    }),
  )
})
