import type { LiveState } from '../../domain/live-state.ts'
import { UpstreamRefusal } from '../../errors.ts'
import type { Background } from '../background.ts'
import { createWatch, type LivePace, type Watch } from './watch.ts'

/** The watch of each job that is watched: one, however many watch it. */
export interface Watches {
  get(jobId: string): Watch | undefined
  /** @throws what the first look throws: it becomes the answer to the request of this id */
  open(jobId: string, requestId: string): Promise<Watch>
  /** For a list: null where the service does not know the job; without an answer it goes on asking. */
  openForList(jobId: string, requestId: string): Promise<Watch | null>
  /** The watch to add a watcher to: its last one may have left while the stream was begun. */
  kept(jobId: string, watch: Watch): Watch
  /** Drops a watch that nobody watches. */
  forget(jobId: string, watch: Watch | null): void
  readonly size: number
}

/**
 * `look` asks the service: for the request that opens a watch, when it may join a look that is under
 * way, and again and again for nobody's (null), when it may not.
 */
export function createWatches(options: {
  look: (jobId: string, requestId: string | null) => Promise<LiveState>
  background: Background
  pace: LivePace
}): Watches {
  const { look, background, pace } = options
  const watches = new Map<string, Watch>()

  async function open(jobId: string, requestId: string): Promise<Watch> {
    return watches.get(jobId) ?? from(jobId, await look(jobId, requestId))
  }

  function from(jobId: string, first: LiveState | null): Watch {
    const known = watches.get(jobId)
    if (known) return known
    const watch = createWatch({
      first,
      look: () => look(jobId, null).catch(nullWhereUnknown),
      background,
      pace,
      onEmpty: () => forget(jobId, watch),
    })
    watches.set(jobId, watch)
    return watch
  }

  function forget(jobId: string, watch: Watch | null) {
    if (watch?.watchers === 0 && watches.get(jobId) === watch) watches.delete(jobId)
  }

  return {
    get: (jobId) => watches.get(jobId),
    open,
    async openForList(jobId, requestId) {
      try {
        return await open(jobId, requestId)
      } catch (error) {
        return isUnknown(error) ? null : from(jobId, null)
      }
    },
    kept(jobId, watch) {
      const known = watches.get(jobId) ?? watch
      watches.set(jobId, known)
      return known
    },
    forget,
    get size() {
      return watches.size
    },
  }
}

/** The service does not know the job, or a revision does not know the route. */
export function isUnknown(error: unknown): boolean {
  return error instanceof UpstreamRefusal && error.statusCode === 404
}

function nullWhereUnknown(error: unknown): null {
  if (isUnknown(error)) return null
  throw error
}
