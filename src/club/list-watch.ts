import type { ListedPage } from '../domain/club/listed-job.ts'
import type { Visit } from '../domain/club/visit.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import type { Watch, Watcher } from '../live/watch.ts'

/** A page of the list, who has its jobs open, and the version of the list that it shows. */
export interface ListNow {
  page: ListedPage
  visits: Visit[]
  version: string
  /** When the service stopped answering, milliseconds since the epoch; null: the service answers. */
  awaySince: number | null
}

/** The list, which pages watch as they watch a job: with the same streams (src/live/). */
export interface ListWatch extends Watch {
  /** `version` names what the list holds; null: the list is away. */
  tell(version: number | null): void
  /** Tells that the service has gone or is back. The list itself is the same. */
  tellAway(isAway: boolean): void
}

export function createListWatch(): ListWatch {
  const watchers = new Set<Watcher>()
  let said: number | null = null
  let away = false
  let state = stateOf(null, false)
  let count = 0
  return {
    get watchers() {
      return watchers.size
    },
    newest: null,
    confirmedAt: () => null,
    pollNow() {},
    serviceIsBack() {},
    tellAgain() {},
    add(watcher) {
      watchers.add(watcher)
      watcher.onState(state, count)
      return () => void watchers.delete(watcher)
    },
    tell(version) {
      said = version
      look()
    },
    tellAway(isAway) {
      away = isAway
      look()
    },
  }

  function look() {
    const next = stateOf(said, away)
    if (next.updated_at === state.updated_at) return
    state = next
    count += 1
    for (const watcher of watchers) watcher.onState(state, count)
  }
}

/** The list has no status of its own: it never ends. */
function stateOf(version: number | null, isAway: boolean): LiveState {
  return {
    status: 'LIST',
    progress: null,
    warnings: [],
    updated_at: versionText(version, isAway),
    error: null,
    failure_reason: null,
    frames_processed: null,
  }
}

/** The version that a page says it shows. It leaves out since when the service is away: replicas differ in that. */
export function versionText(version: number | null, isAway: boolean): string {
  if (version === null) return 'off'
  return isAway ? `${version} away` : String(version)
}
