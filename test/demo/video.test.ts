import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import sharp from 'sharp'
import t from 'tap'
import { makeMatch } from '../../src/demo/match/match.ts'
import { renderPicture } from '../../src/demo/scene/render-frame.ts'
import { makeVideo } from '../../src/demo/scene/video.ts'
import { seedId } from '../../src/demo/seeds/seed-steps.ts'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'
import { standingClock } from '../support/service/demo-clock.ts'

const LENGTH_SEC = 4
type Track = { track_id: number }
const SIZE = { width: 640, height: 360 }

/** A picture of the video as a lossy WebP again. */
function webpOf(keyFrame: Uint8Array): Buffer {
  const padding = keyFrame.length % 2
  const head = Buffer.alloc(20)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(12 + keyFrame.length + padding, 4)
  head.write('WEBPVP8 ', 8, 'latin1')
  head.writeUInt32LE(keyFrame.length, 16)
  return Buffer.concat([head, keyFrame, Buffer.alloc(padding)])
}

t.test('the video shows each player in the box of that moment', async (t) => {
  const scene = makeMatch({ seed: 'video', durationSec: LENGTH_SEC, mixUps: 0, outfielders: 4 })
  const bytes = await makeVideo(scene, (sec, width) => renderPicture(scene, sec, width))
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
  const track = (await input.getPrimaryVideoTrack())!
  t.match(track, { codec: 'vp8', codedWidth: SIZE.width, codedHeight: SIZE.height })
  t.ok(Math.abs((await input.computeDuration()) - LENGTH_SEC) < 0.01)
  const packet = (await new EncodedPacketSink(track).getPacket(2))!
  t.equal(packet.type, 'key')
  const pixels = await sharp(webpOf(packet.data)).raw().toBuffer()
  const figures = scene.figures(packet.timestamp).filter(({ detected }) => detected)
  t.ok(figures.length > 0)
  for (const { trackId, box, kit } of figures) {
    const wanted = [1, 3, 5].map((at) => Number.parseInt(kit.shirt.slice(at, at + 2), 16))
    let near = 0
    for (let x = Math.ceil(box.x * SIZE.width); x < (box.x + box.w) * SIZE.width; x += 1) {
      for (let y = Math.ceil(box.y * SIZE.height); y < (box.y + box.h) * SIZE.height; y += 1) {
        const at = (y * SIZE.width + x) * 3
        if (wanted.every((value, part) => Math.abs(value - pixels[at + part]!) < 40)) near += 1
      }
    }
    t.ok(near >= 4, `track ${trackId} wears its shirt in its box`)
  }
})

t.test(
  'the store gives the video of a job whole, in parts, and only to signed addresses',
  async (t) => {
    const demo = buildDemoUpstream()
    t.teardown(() => demo.close())
    // The shortest of the matches.
    const job = (await demo.inject(`/jobs/${seedId(52)}`)).json().data
    const { pathname, search } = new URL(job.assets.inputVideoUrl)
    const get = (range?: string) =>
      demo.inject({ url: pathname + search, headers: range === undefined ? {} : { range } })
    const whole = await get()
    t.equal(whole.statusCode, 200)
    t.match(whole.headers, { 'content-type': 'video/webm', 'accept-ranges': 'bytes' })
    const size = whole.rawPayload.length
    t.equal(whole.rawPayload.readUInt32BE(0), 0x1a45dfa3, 'it begins as EBML does')
    const part = await get('bytes=100-199')
    t.equal(part.statusCode, 206)
    t.equal(part.headers['content-range'], `bytes 100-199/${size}`)
    t.ok(part.rawPayload.equals(whole.rawPayload.subarray(100, 200)), 'the video is made once')
    const rest = await get(`bytes=${size - 5}-`)
    t.equal(rest.statusCode, 206)
    t.ok(rest.rawPayload.equals(whole.rawPayload.subarray(-5)))
    const beyond = await get(`bytes=${size}-`)
    t.equal(beyond.statusCode, 416)
    t.equal(beyond.headers['content-range'], `bytes */${size}`)
    t.equal((await demo.inject(pathname)).statusCode, 403)
  },
)

t.test('another player of the match is found in the same match', async (t) => {
  const clock = standingClock()
  const demo = buildDemoUpstream(clock)
  t.teardown(() => demo.close())
  const read = async (id: string) => (await demo.inject(`/jobs/${id}`)).json().data
  const first = await read(seedId(52))
  const { pathname } = new URL(first.video_url)
  const made = await demo.inject({
    method: 'POST',
    url: '/jobs',
    payload: { video_key: pathname.slice('/fnh/'.length), role: 'Winger', category: 'U19' },
  })
  t.equal(made.statusCode, 200)
  clock.forward(120)
  const second = await read(made.json().data.id)
  t.equal(new URL(second.assets.inputVideoUrl).pathname, pathname)
  const tracksOf = ({ preview_frames: frames }: { preview_frames: { tracks: Track[] }[] }) =>
    new Set(frames.flatMap(({ tracks }) => tracks.map(({ track_id: id }) => id)))
  const [one, other] = [tracksOf(first), tracksOf(second)]
  t.ok(other.size > 4)
  t.strictSame(
    [...other].filter((id) => !one.has(id)),
    [],
  )
})
