import fp from 'fastify-plugin'
import { Agent } from 'undici'
import type { AllowedFrame } from '../domain/frame-source.ts'
import { startDeadline } from './frames/deadline.ts'
import { createDialer, type OpenSocket, type Resolve } from './frames/dial.ts'
import { type Frame, type FrameRequest, fetchFrame } from './frames/fetch-frame.ts'
import { createSlots } from './frames/slots.ts'

/** Images at a time, and requests that wait for their turn: JSON keeps room beside them. */
const CONCURRENT_IMAGES = 32
const WAITING_IMAGES = 128
const CONNECT_TIMEOUT_MS = 5000

export interface FramesOptions {
  /** CIDRs; null where the default ranges hold (`FRAME_NETWORKS`). */
  networks: readonly string[] | null
  /** Total time of one image, milliseconds. */
  timeoutMs: number
  /** Largest image, bytes. */
  maxBytes: number
  /** How a name is resolved; the system's resolver where left out. */
  resolve?: Resolve
  /** How a checked address is dialled; a plain TCP connection where left out. */
  openSocket?: OpenSocket
}

export interface Frames {
  /**
   * Fetches an image that `frameVerdict` allowed. Throws `FrameBusy` where too many are in flight,
   * `FrameRefused`, `FrameNotAnImage`, `FrameTooLarge`, `FrameTimeout` and `FrameUnavailable`.
   */
  open(url: AllowedFrame, request: FrameRequest): Promise<Frame>
}

declare module 'fastify' {
  interface FastifyInstance {
    frames: Frames
  }
}

/** The image stores, the one outside world beside the upstream: decorates `app.frames`. */
export const framesPlugin = fp<FramesOptions>(
  async (app, options) => {
    const agent = new Agent({
      connect: createDialer({
        ...options,
        timeoutMs: Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS),
      }),
      connections: CONCURRENT_IMAGES,
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0, // the deadline ends every wait
      bodyTimeout: 0,
    })
    const slots = createSlots(CONCURRENT_IMAGES, WAITING_IMAGES)

    app.decorate('frames', {
      async open(url, request) {
        const deadline = startDeadline(options.timeoutMs, request.signal)
        const release = await slots.take(deadline.signal).catch((error) => {
          deadline.cancel()
          throw error
        })
        return fetchFrame(agent, url, request, options.maxBytes, deadline, release)
      },
    })
    app.addHook('onClose', () => agent.destroy())
  },
  { name: 'frames' },
)
