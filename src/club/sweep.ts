import { ClubListOff } from '../errors/club.ts'
import type { Connection } from './connection.ts'
import type { Looks } from './looks.ts'
import type { Recorder } from './recorder.ts'

/** Milliseconds, more than between two sweeps: then another replica takes the place of one that ended. */
const LEASE_MS = 30_000
const MOST_AT_ONCE = 50
/** Milliseconds in which a job that was just seen needs no other look. */
const JUST_SEEN_MS = 3_000

/**
 * Looks at unfinished jobs that nobody has looked at for a while, on one replica at a time. `now`: milliseconds, as
 * `Date.now()`.
 */
export function sweeper(options: {
  connection: Connection
  recorder: Recorder
  looks: Looks
  holder: string
  now: () => number
}): () => Promise<void> {
  const { connection, recorder, looks, holder, now } = options
  return async () => {
    if (!connection.isOpen) return
    const at = now()
    const due = await connection
      .use(async (store) => {
        if (!(await store.takeLease('sweep', holder, at, at + LEASE_MS))) return []
        await store.tidy(at)
        const most = Math.min(MOST_AT_ONCE, looks.room)
        return most > 0 ? store.takeDue(at, most) : []
      })
      .catch(noneWhileOff)
    for (const jobId of due) {
      const seen = recorder.seenAt(jobId)
      if (seen === null || at - seen >= JUST_SEEN_MS) looks.want(jobId, 'sweep')
    }
  }
}

function noneWhileOff(error: unknown): string[] {
  if (error instanceof ClubListOff) return []
  throw error
}
