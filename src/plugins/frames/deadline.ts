import { FrameTimeout } from '../../errors.ts'

export interface Deadline {
  /** Aborts when the time is over (reason `FrameTimeout`), when the caller's signal does, or on `cancel`. */
  readonly signal: AbortSignal
  /** Ends the work and the timer; harmless after the work is done. */
  cancel(): void
}

/** One end for a whole transfer: undici's own `bodyTimeout` starts anew with every byte of a slow drip. */
export function startDeadline(milliseconds: number, caller: AbortSignal): Deadline {
  const controller = new AbortController()
  const leave = () => end(caller.reason)
  const timer = setTimeout(() => end(new FrameTimeout()), milliseconds)
  function end(reason?: unknown) {
    clearTimeout(timer)
    caller.removeEventListener('abort', leave)
    controller.abort(reason)
  }
  caller.addEventListener('abort', leave)
  if (caller.aborted) leave()
  return { signal: controller.signal, cancel: () => end() }
}
