import type { FastifyRequest } from 'fastify'
import type { Dialect } from './dialect.ts'
import { ApiError, GenericFailure, jobNotFound } from './http/api-error.ts'
import type { Signer } from './http/signing.ts'
import type { DemoJob } from './job.ts'
import type { JobStore } from './job-store.ts'
import { FrameCache } from './scene/frame-cache.ts'
import { cropFrame, renderFrame, renderPicture } from './scene/render-frame.ts'
import { makeVideo } from './scene/video.ts'

/** Switches that make the demo fail as the upstream fails (docs/contract.md#routes); all start off. */
export interface DemoFaults {
  workerMissing: boolean
  databaseDown: boolean
  brokerDown: boolean
  storageDown: boolean
  storageUnconfigured: boolean
  lgiUnconfigured: boolean
}

const FRAMES_IN_MEMORY = 48
/** Each video takes some megabytes. */
const VIDEOS_IN_MEMORY = 3

/** What the routes share: the jobs, the clock, the signer, the pictures and the faults. */
export class Demo {
  readonly dialect: Dialect
  readonly jobs: JobStore
  readonly signer: Signer
  readonly now: () => number
  readonly faults: DemoFaults = {
    workerMissing: false,
    databaseDown: false,
    brokerDown: false,
    storageDown: false,
    storageUnconfigured: false,
    lgiUnconfigured: false,
  }
  readonly #publicOrigin: string | null
  readonly #frames = new FrameCache(FRAMES_IN_MEMORY)
  readonly #videos = new FrameCache(VIDEOS_IN_MEMORY)

  constructor(parts: {
    dialect: Dialect
    jobs: JobStore
    signer: Signer
    now: () => number
    publicOrigin: string | null
  }) {
    this.dialect = parts.dialect
    this.jobs = parts.jobs
    this.signer = parts.signer
    this.now = parts.now
    this.#publicOrigin = parts.publicOrigin
  }

  /** The job of the route's `:id`, brought up to now. Throws 404 as the dialect says it. */
  jobOf(request: FastifyRequest): DemoJob {
    if (this.faults.databaseDown) throw new GenericFailure('The database is down.')
    const { id } = request.params as { id: string }
    if (id.includes('\0')) throw new GenericFailure('The database refuses NUL in a text.')
    const job = this.jobs.get(id)
    if (job === undefined) throw jobNotFound()
    return job
  }

  /** Signs keys with the origin that the client sees. Throws 500 if the store is not configured. */
  linker(request: FastifyRequest): (key: string) => string {
    const origin = this.#publicOrigin ?? `${request.protocol}://${request.host}`
    return (key) => {
      this.requireStorage()
      return this.signer.sign(origin, key)
    }
  }

  requireStorage(): void {
    if (!this.faults.storageUnconfigured) return
    throw new ApiError(500, 'S3_CONFIG_MISSING', 'The settings of the object store are missing.')
  }

  /** The object under a key of the store, or null if there is none. */
  async object(key: string): Promise<{ type: string; body: Buffer } | null> {
    const video = await this.#video(key)
    const body = video ?? (await this.picture(key))
    return body && { type: video === null ? 'image/jpeg' : 'video/webm', body }
  }

  /** The video of a match, made when it is first asked for. */
  async #video(key: string): Promise<Buffer | null> {
    const scene = this.jobs.sceneOf(key)
    if (scene === null || this.faults.storageDown) return null
    return this.#videos.get(key, () =>
      makeVideo(scene, (timeSec, width) => renderPicture(scene, timeSec, width)),
    )
  }

  /** The JPEG under a key of the object store, or null if there is none. */
  async picture(key: string): Promise<Buffer | null> {
    if (this.faults.storageDown) throw new GenericFailure('The object store is down.')
    const [, jobId] = key.split('/')
    const job = jobId === undefined ? undefined : this.jobs.get(jobId)
    if (job === undefined || job.lostObjects) return null
    const frame = (timeSec: number) =>
      this.#frames.get(`${job.id} ${timeSec}`, () => renderFrame(job.scene, timeSec))
    const timeSec = this.jobs.frameTime(job, key)
    if (timeSec !== null) return frame(timeSec)
    const crop = job.crops.get(key)
    return crop === undefined ? null : cropFrame(await frame(crop.timeSec), crop.box)
  }
}
