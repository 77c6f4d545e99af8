import type { LiveState } from '../domain/job/live-state.ts'
import { StreamsBusy } from '../errors/access.ts'
import type { Background } from '../lib/background.ts'
import { LateError, within } from '../lib/within.ts'
import { saysUnknown } from '../upstream/jobs.ts'
import { createWatch, type LivePace, type Watch } from './watch.ts'

/** Most jobs that are watched: each costs one question to the service a second while it runs. */
const MOST_JOBS = 500

/** A list waits no longer for one job, milliseconds, so that this job does not delay the others. */
const FIRST_LOOK_MS = 3_000

/** The watch of each job that is watched: one, however many watch it. */
export interface Watches {
  get(jobId: string): Watch | undefined
  /** @throws what the first look throws: it becomes the answer to the request of this id; `StreamsBusy` */
  open(jobId: string, requestId: string): Promise<Watch>
  /**
   * Opens the watches of a list, in its order. Null if the service does not know the job. If it does not answer, the
   * watch goes on asking.
   * @throws `StreamsBusy`
   */
  openForList(jobIds: readonly string[], requestId: string): Promise<(Watch | null)[]>
  /** Gives back the watch to add a watcher to. The given one may have been dropped while the stream was begun. */
  kept(jobId: string, watch: Watch): Watch
  /** Calls `serviceIsBack` of every watch. */
  serviceIsBack(): void
  /** Drops a watch that nobody watches. */
  forget(jobId: string, watch: Watch | null): void
  readonly size: number
}

/**
 * `look` asks the service. The look for the request that opens a watch may join one that is under way. Later looks are
 * made for no request (null), and may not join another one.
 */
export function createWatches(options: {
  look: (jobId: string, requestId: string | null) => Promise<LiveState>
  background: Background
  pace: LivePace
}): Watches {
  const { look, background, pace } = options
  const watches = new Map<string, Watch>()
  /** First looks under way, by job: each will be a watch. */
  const opening = new Map<string, number>()

  async function open(jobId: string, requestId: string): Promise<Watch> {
    const known = watches.get(jobId)
    if (known) return known
    if (watches.size + opening.size >= MOST_JOBS && !opening.has(jobId)) throw new StreamsBusy()
    opening.set(jobId, (opening.get(jobId) ?? 0) + 1)
    try {
      return from(jobId, await look(jobId, requestId))
    } finally {
      const left = opening.get(jobId)! - 1
      if (left === 0) opening.delete(jobId)
      else opening.set(jobId, left)
    }
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

  async function openOfList(jobId: string, requestId: string): Promise<Watch | null> {
    const opening = open(jobId, requestId)
    try {
      return await within(FIRST_LOOK_MS, opening)
    } catch (error) {
      if (error instanceof StreamsBusy) throw error
      if (error instanceof LateError) {
        // The client may have left by then.
        background.run('late look', async () => forget(jobId, await opening.catch(() => null)))
      }
      return saysUnknown(error) ? null : from(jobId, null)
    }
  }

  function forget(jobId: string, watch: Watch | null) {
    if (watch?.watchers === 0 && watches.get(jobId) === watch) watches.delete(jobId)
  }

  return {
    get: (jobId) => watches.get(jobId),
    open,
    async openForList(jobIds, requestId) {
      const opened = await Promise.allSettled(jobIds.map((id) => openOfList(id, requestId)))
      const found = opened.map((one) => (one.status === 'fulfilled' ? one.value : null))
      const refused = opened.find((one) => one.status === 'rejected')
      if (refused === undefined) return found
      for (const [i, id] of jobIds.entries()) forget(id, found[i]!)
      throw refused.reason
    },
    kept(jobId, watch) {
      const known = watches.get(jobId) ?? watch
      watches.set(jobId, known)
      return known
    },
    serviceIsBack() {
      for (const watch of watches.values()) watch.serviceIsBack()
    },
    forget,
    get size() {
      return watches.size
    },
  }
}

function nullWhereUnknown(error: unknown): null {
  if (saysUnknown(error)) return null
  throw error
}
