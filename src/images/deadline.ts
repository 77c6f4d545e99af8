import { FrameTimeout } from '../errors/images.ts'

export interface Deadline {
  /** Aborts when the time is over (reason `FrameTimeout`) or when the caller's signal does. */
  readonly signal: AbortSignal
  /** Ends the deadline because the work is done: it aborts no more. */
  end(): void
}

/** Sets one deadline for a whole transfer: undici's own `bodyTimeout` starts again with every byte that drips in. */
export function startDeadline(milliseconds: number, caller: AbortSignal): Deadline {
  const controller = new AbortController()
  const leave = () => abort(caller.reason)
  const timer = setTimeout(() => abort(new FrameTimeout()), milliseconds)
  function abort(reason: unknown) {
    end()
    controller.abort(reason)
  }
  function end() {
    clearTimeout(timer)
    caller.removeEventListener('abort', leave)
  }
  caller.addEventListener('abort', leave)
  if (caller.aborted) leave()
  return { signal: controller.signal, end }
}
