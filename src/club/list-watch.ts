import type { LiveState } from '../domain/job/live-state.ts'
import type { Watch, Watcher } from '../live/watch.ts'

/** The list as something to be watched, as a job is: its pages hang on the same streams (src/live/). */
export interface ListWatch extends Watch {
  /** `version` names what the list holds; null: it is away. */
  tell(version: number | null): void
}

export function createListWatch(): ListWatch {
  const watchers = new Set<Watcher>()
  let state = stateOf(null)
  let count = 0
  return {
    get watchers() {
      return watchers.size
    },
    newest: null,
    confirmedAt: () => null,
    pollNow() {},
    add(watcher) {
      watchers.add(watcher)
      watcher.onState(state, count)
      return () => void watchers.delete(watcher)
    },
    tell(version) {
      const next = stateOf(version)
      if (next.updated_at === state.updated_at) return
      state = next
      count += 1
      for (const watcher of watchers) watcher.onState(state, count)
    },
  }
}

/** The list has no status of its own: it never ends. */
function stateOf(version: number | null): LiveState {
  return {
    status: 'LIST',
    progress: null,
    warnings: [],
    updated_at: versionText(version),
    error: null,
    failure_reason: null,
    frames_processed: null,
  }
}

/** What a page says that it shows. */
export function versionText(version: number | null): string {
  return version === null ? 'off' : String(version)
}
