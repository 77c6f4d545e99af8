import type { Dispatcher } from 'undici'
import type { Webhook } from '../../config/webhooks.ts'
import { FrameTimeout } from '../../errors/images.ts'
import { MayNotDial } from '../../images/dial.ts'

/** How a try ended: the receiver's answer, or the reason in words why there is none. */
export type TryOutcome = { status: number; retryAfter: string | undefined } | { failure: string }

/** Most bytes that are read of the body of an answer. They are read so that the receiver can finish its answer. */
const MOST_READ = 64 * 1024

/** Sends one notice once. Resolves when its connection takes no more of the answer. Never rejects. */
export function post(
  dispatcher: Dispatcher,
  { origin, path, authorization }: Webhook,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<TryOutcome> {
  return new Promise((resolve) => {
    const handler = new Post(resolve, timeoutMs)
    const own = {
      'content-type': 'application/json',
      'user-agent': 'touchline',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...(authorization === null ? {} : { authorization }),
    }
    // A redirect is an answer like others: nothing here follows it.
    dispatcher.dispatch(
      { origin, path, method: 'POST', headers: { ...own, ...headers }, body },
      handler,
    )
  })
}

class Late extends Error {}

class Post implements Dispatcher.DispatchHandler {
  readonly #resolve: (outcome: TryOutcome) => void
  readonly #deadline: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | null = null
  #isLate = false
  #answer: TryOutcome | null = null
  #read = 0

  constructor(resolve: (outcome: TryOutcome) => void, timeoutMs: number) {
    this.#resolve = resolve
    this.#deadline = setTimeout(() => this.#expire(), timeoutMs)
  }

  #expire() {
    this.#isLate = true
    this.#controller?.abort(new Late())
    this.#end(LATE)
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.#controller = controller
    if (this.#isLate) controller.abort(new Late())
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ) {
    if (status < 200) return
    const retryAfter = [headers['retry-after']].flat()[0]
    this.#answer = { status, retryAfter }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    this.#read += chunk.length
    if (this.#read > MOST_READ) controller.abort(new Late())
  }

  onResponseEnd() {
    this.#end(BROKE)
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error) {
    this.#end(this.#isLate ? LATE : inWords(error))
  }

  /** An answer that began counts by its status, however it ended. */
  #end(failure: string) {
    clearTimeout(this.#deadline)
    this.#resolve(this.#answer ?? { failure })
  }
}

const LATE = 'it did not answer in time'
const BROKE = 'no connection, or one that broke'

/** Says why a try failed. Names no address: it may belong to a network that nobody should learn about. */
function inWords(error: Error): string {
  if (error instanceof FrameTimeout) return LATE
  if (error.cause instanceof MayNotDial)
    return 'its name leads to an address that may not be dialled'
  return BROKE
}
