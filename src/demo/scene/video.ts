import type { Scene } from './scene.ts'

/** Half of the frames' size. */
const WIDTH = 640
const HEIGHT = 360
const PICTURES_PER_SEC = 8

/**
 * The match as WebM that a browser plays: `picture` gives a WebP of each moment, and what a lossy WebP holds is a
 * VP8 key frame (RFC 9649 section 2.5). Throws if the development package `mediabunny` is not installed.
 */
export async function makeVideo(
  scene: Scene,
  picture: (timeSec: number, width: number) => Promise<Buffer>,
): Promise<Buffer> {
  const { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } =
    await import('mediabunny')
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new EncodedVideoPacketSource('vp8')
  output.addVideoTrack(source, { frameRate: PICTURES_PER_SEC })
  await output.start()
  const config = { decoderConfig: { codec: 'vp8', codedWidth: WIDTH, codedHeight: HEIGHT } }
  const lasts = 1 / PICTURES_PER_SEC
  for (let index = 0; index * lasts < scene.durationSec; index += PER_ROUND) {
    const moments = Array.from({ length: PER_ROUND }, (_, at) => (index + at) * lasts)
    const within = moments.filter((sec) => sec < scene.durationSec)
    const pictures = await Promise.all(within.map((sec) => picture(sec, WIDTH)))
    for (const [at, webp] of pictures.entries()) {
      await source.add(new EncodedPacket(keyFrameOf(webp), 'key', within[at]!, lasts), config)
    }
  }
  await output.finalize()
  return Buffer.from(target.buffer!)
}

/** Pictures that are drawn at a time, so that every core has work and little memory is held. */
const PER_ROUND = 8

/** The data of the chunk `VP8 ` of a WebP. @throws RangeError for any other picture */
function keyFrameOf(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length; ) {
    const size = webp.readUInt32LE(at + 4)
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + size)
    at += 8 + size + (size % 2)
  }
  throw new RangeError('This WebP holds no lossy picture.')
}
