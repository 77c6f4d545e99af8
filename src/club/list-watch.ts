import type { ListedPage } from '../domain/club/listed-job.ts'
import type { Visit } from '../domain/club/visit.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import type { Watch, Watcher } from '../live/watch.ts'

/** A page of the list, who has its jobs open, and what names the state of the list that it shows. */
export interface ListNow {
  page: ListedPage
  visits: Visit[]
  version: string
  /** The service has not answered since then, milliseconds since the epoch; null: it is there. */
  awaySince: number | null
}

/** The list, to be watched as a job is: its pages use the same streams (src/live/). */
export interface ListWatch extends Watch {
  /** `version` names what the list holds; null: it is away. */
  tell(version: number | null): void
  /** The same list, but the service has gone, or is back. */
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

/** What a page says that it shows. Since when the service is away is no part of it: each replica tells its own time. */
export function versionText(version: number | null, isAway: boolean): string {
  if (version === null) return 'off'
  return isAway ? `${version} away` : String(version)
}
