import type { Dispatcher } from 'undici'
import { Gathered } from '../lib/gathered.ts'
import { Lease } from '../lib/lease.ts'
import type { Signal, SignalListener } from '../lib/signal.ts'
import { answerHeaders } from './headers.ts'
import type { Answer, RequestSpec } from './types.ts'

/** Largest answer that is taken in, bytes: the biggest recorded job is 48 kB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** The call took longer than `UPSTREAM_TIMEOUT_MS` in total. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}

/** The client left; there is nobody to answer. */
export class ClientGoneError extends Error {
  override name = 'ClientGoneError'
}

/** The answer is longer than we take. */
export class AnswerTooLargeError extends Error {
  override name = 'AnswerTooLargeError'
}

/** A call without a complete answer. The two flags decide whether it may be sent again. */
export class UpstreamRequestError extends Error {
  override name = 'UpstreamRequestError'
  /** True if the request may have reached the upstream. */
  readonly sent: boolean
  /** True if the upstream had begun to answer. */
  readonly answering: boolean
  constructor(cause: unknown, sent: boolean, answering: boolean) {
    super('The call came to no complete answer', { cause })
    this.sent = sent
    this.answering = answering
  }
}

/**
 * Sends one call and takes in the whole answer, under one total deadline. The whole, because a cut body
 * must become a 502, which is too late once its first bytes have left. Uses `dispatch`, the lowest interface of undici:
 * no stream is made for bodies that arrive in one or two pieces.
 *
 * @throws UpstreamRequestError with the reason as its cause
 */
export function sendRequest(
  dispatcher: Dispatcher,
  call: RequestSpec,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    new UpstreamRequest(call.signal, resolve, reject).begin(dispatcher, call, timeoutMs)
  })
}

const NOTHING = new Gathered()

class UpstreamRequest implements Dispatcher.DispatchHandler, SignalListener {
  readonly #signal: Signal | undefined
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: UpstreamRequestError) => void
  #deadline: NodeJS.Timeout | undefined
  #controller: Dispatcher.DispatchController | null = null
  #started = false
  #cancelled: Error | null = null
  #answering = false
  #status = 0
  #headers: Answer['headers'] = {}
  #body = new Gathered(true)

  constructor(
    signal: Signal | undefined,
    resolve: (answer: Answer) => void,
    reject: (error: UpstreamRequestError) => void,
  ) {
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
  }

  begin(dispatcher: Dispatcher, { method, path, headers, body }: RequestSpec, timeoutMs: number) {
    if (this.#signal?.aborted) return this.onGone()
    this.#signal?.listen(this)
    this.#deadline = setTimeout(expire, timeoutMs, this)
    dispatcher.dispatch({ method, path, headers, body }, this)
  }

  onGone() {
    this.cancel(new ClientGoneError())
  }

  /** Ends the call from outside: at once if it runs, else as soon as it would start. */
  cancel(reason: Error) {
    this.#cancelled = reason
    if (this.#controller === null) this.#fail(reason)
    else this.#controller.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.#started = true
    this.#controller = controller
    if (this.#cancelled !== null) controller.abort(this.#cancelled)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ) {
    this.#answering = true
    if (status < 200) return
    this.#status = status
    this.#headers = answerHeaders(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    this.#body.add(chunk)
    if (this.#body.length > MAX_ANSWER_BYTES) controller.abort(new AnswerTooLargeError())
  }

  onResponseEnd() {
    const gathered = this.#body
    const body = gathered.whole()
    this.#end()
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      body,
      lease: new Lease([...gathered.pieces, body]),
    })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error) {
    this.#fail(this.#cancelled ?? error)
  }

  #fail(cause: Error) {
    this.#end()
    this.#reject(new UpstreamRequestError(cause, this.#started, this.#answering))
  }

  /** Drops all references that the call held: an old object keeps younger ones in memory. */
  #end() {
    clearTimeout(this.#deadline)
    this.#signal?.unlisten(this)
    this.#controller = null
    this.#body = NOTHING
  }
}

function expire(request: UpstreamRequest) {
  request.cancel(new DeadlineError())
}
