import { setTimeout as pause } from 'node:timers/promises'
import fp from 'fastify-plugin'
import { frameVerdict, SERVICE_CHARACTERS } from '../domain/images/frame-source.ts'
import { imageKeyOf, type StoredImage } from '../domain/images/stored-image.ts'
import type { Job } from '../domain/job/job.ts'
import type { Pixels } from '../domain/track/shirt.ts'
import {
  digestOfFrames,
  framesToLookAt,
  lookAtFrame,
  type ShirtLooks,
  type ShirtsSeen,
  shirtsSeen,
} from '../domain/track/shirts-seen.ts'
import { FrameNotInJob } from '../errors/images.ts'
import { BoundedCache } from '../lib/bounded-cache.ts'
import type { RequestContext } from '../upstream/types.ts'
import { startDeadline } from './deadline.ts'
import { readPixels } from './pixels.ts'

declare module 'fastify' {
  interface FastifyInstance {
    shirts: Shirts
  }
}

/** The shirts that people wear on the frames of jobs, seen by looking at the pictures. */
interface Shirts {
  /** What was seen, perhaps nothing; null if nobody has looked yet. Makes no call. */
  known(job: Job): ShirtsSeen | null
  /** Looks in the background, once for all who ask. Pages do not wait for it. */
  look(job: Job, context: RequestContext): void
}

const LONGEST_MS = 60_000
/** Most jobs that wait to be looked at, one after another. Others are left for the next request. */
const MOST_WAITING = 8
interface Look {
  shirts: ShirtsSeen
  at: number
  /** True if all pictures came. */
  isWhole: boolean
}

/** Pictures that are read at a time. */
const AT_ONCE = 3
const BETWEEN_MS = 10
/** Milliseconds after which a job with missing pictures is looked at again, when somebody asks. */
const AGAIN_MS = 60_000
const KEPT = { count: 300, bytes: 6_000_000 }
/** Bytes of a key, three numbers and their place in the map. */
const COLOUR_BYTES = 120

export const shirtsPlugin = fp(
  async (app) => {
    const seen = new BoundedCache<Look>(KEPT)
    const running = new Set<string>()
    const closing = new AbortController()
    let last: Promise<void> = Promise.resolve()

    const keyOf = (job: Job) => `${job.id} ${digestOfFrames(job.frames)}`

    function known(key: string): ShirtsSeen | null {
      const kept = seen.get(key)
      if (kept === undefined) return null
      return kept.isWhole || performance.now() - kept.at < AGAIN_MS ? kept.shirts : null
    }

    async function lookAt(job: Job, context: RequestContext): Promise<Look> {
      const looks: ShirtLooks = new Map()
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(LONGEST_MS)])
      const frames = framesToLookAt(job.frames)
      let lost = 0
      while (frames.length > 0 && !signal.aborted) {
        const next = frames.splice(0, AT_ONCE)
        const come = await Promise.all(
          next.map(async (frame) => {
            const pixels = frame.image && (await pixelsOf(job, frame.image, context, signal))
            if (pixels) lookAtFrame(looks, frame, pixels)
            return pixels !== null
          }),
        )
        lost += come.filter((one) => !one).length
        // The store is away, or the pictures are gone, so the others are not tried.
        if (!come.includes(true)) break
        // Requests have their turn first.
        await pause(BETWEEN_MS)
      }
      const isWhole = lost === 0 && frames.length === 0
      return { shirts: shirtsSeen(looks), at: performance.now(), isWhole }
    }

    /** Null if the picture does not come or cannot be read. Other pictures may still come. */
    async function pixelsOf(
      job: Job,
      image: StoredImage,
      context: RequestContext,
      signal: AbortSignal,
    ): Promise<Pixels | null> {
      const { address, id } = image
      const find = async (_signal: AbortSignal, fresh: boolean) => {
        const signed = await app.signedImages.find(job.id, { address, id }, context, fresh)
        const verdict = frameVerdict(signed ?? '', app.config.frameSources, SERVICE_CHARACTERS)
        if (!verdict.ok) throw new FrameNotInJob()
        return verdict.url
      }
      // The whole picture is read: colours run in a small JPEG, where a far player's shirt has only a few pixels.
      const deadline = startDeadline(app.config.frameTimeoutMs, signal)
      const request = { signal: deadline.signal, client: 'shirts', method: 'GET' } as const
      try {
        const { body } = await app.frames.ofJob(imageKeyOf(job.id, image), request, find)
        if (body === null || Buffer.isBuffer(body)) return body && (await readPixels(body))
        body.cancel()
        return null
      } catch {
        return null
      } finally {
        deadline.end()
      }
    }

    async function keep(key: string, job: Job, context: RequestContext): Promise<void> {
      try {
        const look = await lookAt(job, context)
        if (!closing.signal.aborted) seen.set(key, look, 200 + look.shirts.size * COLOUR_BYTES)
      } finally {
        running.delete(key)
      }
    }

    app.addHook('preClose', async () => closing.abort())
    app.decorate('shirts', {
      known: (job: Job) => known(keyOf(job)),
      look(job: Job, context: RequestContext) {
        const key = keyOf(job)
        if (running.has(key) || running.size >= MOST_WAITING || known(key) !== null) return
        const { promise, resolve } = Promise.withResolvers<void>()
        running.add(key)
        const before = last
        last = promise
        app.background.run('shirts', async () => {
          try {
            await before
            await keep(key, job, { ...context, signal: undefined })
          } finally {
            resolve()
          }
        })
      },
    } satisfies Shirts)
  },
  { name: 'shirts', dependencies: ['images', 'signed-images', 'background'] },
)
