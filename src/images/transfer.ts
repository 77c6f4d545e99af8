import type { Dispatcher } from 'undici'
import { IMAGE_TYPE_BYTES, imageType } from '../domain/images/image-type.ts'
import { FrameNotAnImage, FrameTooLarge, FrameUnavailable } from '../errors/images.ts'
import { matchesEtag } from '../http/etag.ts'
import { partOf, readAnswer, type StoreAnswer } from './answer.ts'
import { asImageError } from './as-image-error.ts'
import type { StoreRequest } from './ask.ts'
import type { Part } from './byte-range.ts'
import type { Deadline } from './deadline.ts'
import type { ImageAnswer, ImageBody, Sink } from './types.ts'

export interface Wanted {
  asked: StoreRequest
  /** The client's `Range`. */
  range: string | null
  /** True for HEAD: only the headers are wanted. */
  headOnly: boolean
  maxBytes: number
  deadline: Deadline
  /** Runs once, when the transfer has ended, in whatever way. */
  onClose: () => void
}

/**
 * One image on its way from the store. It is judged by its head and its first bytes, cut to the range, never longer
 * than allowed, and read only as fast as its sink takes it. Uses `dispatch`, the lowest interface of undici, so the
 * bytes pass as they were read.
 */
export class Transfer implements Dispatcher.DispatchHandler, ImageBody {
  readonly #wanted: Wanted
  readonly #resolve: (answer: ImageAnswer) => void
  readonly #reject: (error: Error) => void
  #controller: Dispatcher.DispatchController | null = null
  #answer: Exclude<StoreAnswer, { status: 304 }> | null = null
  #part: Part | null = null
  /** Bytes that came before there was a sink. */
  #waiting: Buffer[] = []
  #sink: Sink | null = null
  /** Bytes of the store's body that were passed on or left out. */
  #at = 0
  #ended = false
  #failure: Error | null = null
  #closed = false
  readonly #onAbort = () => this.cancel(this.#wanted.deadline.signal.reason)

  constructor(
    wanted: Wanted,
    resolve: (answer: ImageAnswer) => void,
    reject: (error: Error) => void,
  ) {
    this.#wanted = wanted
    this.#resolve = resolve
    this.#reject = reject
    wanted.deadline.signal.addEventListener('abort', this.#onAbort)
  }

  /** Sends the bytes into a sink. Called once. */
  into(sink: Sink) {
    this.#sink = sink
    const waiting = this.#waiting
    this.#waiting = []
    for (const chunk of waiting) this.#pass(chunk)
    if (this.#failure !== null) sink.fail(this.#failure)
    else if (this.#ended) this.#finish()
    else this.#controller?.resume()
  }

  /** Goes on, because the sink wants more. */
  resume() {
    this.#controller?.resume()
  }

  /** Ends the transfer: nobody wants the image any more, or it takes too long. */
  cancel(reason?: unknown) {
    if (this.#closed) return
    this.#fail(reason)
    this.#leaveRest()
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.#controller = controller
    if (this.#closed) this.#leaveRest()
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ) {
    if (status < 200) return
    const { asked, maxBytes } = this.#wanted
    try {
      const answer = readAnswer(status, headers, asked, maxBytes)
      if (answer.status !== 304 && !matchesEtag(asked.ifNoneMatch, answer.etag)) {
        this.#answer = answer
        return
      }
      this.#resolve({ status: 304, etag: answer.etag, body: null })
      this.#close()
      if (answer.status !== 304) this.#leaveRest()
    } catch (error) {
      this.cancel(error)
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    if (this.#closed) return
    if (this.#sink !== null) return this.#pass(chunk)
    this.#waiting.push(chunk)
    this.#judge(false)
    if (this.#part !== null) controller.pause()
  }

  onResponseEnd() {
    if (this.#closed) return
    this.#judge(true)
    this.#ended = true
    if (this.#sink !== null) this.#finish()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error) {
    this.#fail(error)
  }

  /** Decides by the first bytes, once there are enough of them or no more will come. */
  #judge(isAll: boolean) {
    if (this.#part !== null || this.#answer === null) return
    const [first] = this.#waiting
    const head =
      first !== undefined && first.length >= IMAGE_TYPE_BYTES ? first : Buffer.concat(this.#waiting)
    if (head.length < IMAGE_TYPE_BYTES && !isAll) return
    try {
      const type = imageType(head)
      if (type === null) throw new FrameNotAnImage()
      const { part, described } = partOf(this.#answer, this.#wanted.range)
      this.#part = part
      const answer = { ...described, type, etag: this.#answer.etag }
      if (!this.#wanted.headOnly) return this.#resolve({ ...answer, body: this })
      this.#resolve({ ...answer, body: null })
      this.#close()
      this.#leaveRest()
    } catch (error) {
      this.cancel(error)
    }
  }

  #pass(chunk: Buffer) {
    if (this.#closed) return
    const { from, to } = this.#part!
    const start = this.#at
    this.#at += chunk.length
    if (this.#at > this.#wanted.maxBytes) return this.cancel(new FrameTooLarge())
    const isWhole = start >= from && this.#at <= to + 1
    const piece = isWhole
      ? chunk
      : chunk.subarray(Math.max(0, from - start), Math.max(0, to + 1 - start))
    const more = piece.length === 0 || this.#sink!.take(piece)
    if (this.#at > to) {
      this.#finish()
      if (!this.#ended) this.#leaveRest()
    } else if (!more) this.#controller?.pause()
  }

  /** Ends the image: the store's body or the range has ended. */
  #finish() {
    if (this.#closed) return
    const { to } = this.#part!
    if (Number.isFinite(to) && this.#at <= to) return this.#fail(new FrameNotAnImage())
    this.#close()
    this.#sink!.end()
  }

  /** Closes the connection, because the rest of the store's answer is not wanted. */
  #leaveRest() {
    this.#controller?.abort(new FrameUnavailable())
  }

  #fail(reason: unknown) {
    if (this.#closed) return
    const error = asImageError(reason, this.#wanted.deadline)
    this.#close()
    if (this.#sink !== null) this.#sink.fail(error)
    else if (this.#part !== null) this.#failure = error
    else this.#reject(error)
  }

  #close() {
    this.#closed = true
    this.#waiting = []
    const { deadline, onClose } = this.#wanted
    deadline.signal.removeEventListener('abort', this.#onAbort)
    deadline.end()
    onClose()
  }
}
