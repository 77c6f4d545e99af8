import type { ImageType } from '../domain/images/image-type.ts'

/** Where the bytes of an image go. */
export interface Sink {
  /** @returns false if no more is wanted until `resume` of the transfer */
  take(bytes: Buffer): boolean
  /** Told when all bytes have come. */
  end(): void
  /** Told when no more bytes will come, though some are missing. */
  fail(error: Error): void
}

/** An image on its way. It goes into one sink, or is cancelled. */
export interface ImageBody {
  into(sink: Sink): void
  /** Goes on, because the sink wants more. */
  resume(): void
  cancel(reason?: unknown): void
}

/** The store's answer, checked to be an image. `body` is null for 304 and for HEAD. */
export type ImageAnswer<Body = ImageBody> =
  | { status: 304; etag: string | null; body: null }
  | {
      status: 200 | 206
      type: ImageType
      /** Bytes of the body that a GET has; null if the store does not say. */
      length: number | null
      etag: string | null
      contentRange: string | null
      body: Body | null
    }
