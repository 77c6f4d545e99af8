import type { Visit } from '../../domain/club/visit.ts'
import { ClubListOff } from '../../errors/club.ts'
import type { Connection } from '../connection.ts'
import { STAYS_MS, type Visitors } from './visitors.ts'

export interface VisitWriter {
  /** Writes what has changed. Never rejects for a database that is away. */
  write(): Promise<void>
  /** Ends all visits of this process, because it stops. */
  end(): Promise<void>
}

/** Writes who has which job open for the other replicas, and for the list. `now`: milliseconds, as `Date.now()`. */
export function createVisitWriter(options: {
  visitors: Visitors
  connection: Connection
  holder: string
  now: () => number
  /** Hears the number of the newest change. */
  wrote: (changes: number) => void
}): VisitWriter {
  const { visitors, connection, holder, now, wrote } = options
  let written = new Map<string, Visit>()
  let opening = 0

  /** True for a new visit, and for one that goes on and has less than half its time left. */
  function isDue(visit: Visit): boolean {
    const before = written.get(keyOf(visit))
    if (before === undefined) return true
    return visit.until > before.until && before.until - now() < STAYS_MS / 2
  }

  async function writeAll(visits: readonly Visit[]) {
    if (!connection.isOpen) return
    if (opening !== connection.openings) {
      opening = connection.openings
      written = new Map()
    }
    const going = new Set(visits.map(keyOf))
    const ended = [...written].filter(([key]) => !going.has(key)).map(([, visit]) => visit)
    const due = visits.filter(isDue)
    if (due.length === 0 && ended.length === 0) return
    try {
      wrote(await connection.use((store) => store.saveVisits(holder, due, ended)))
    } catch (error) {
      // Changes that a lost database has not heard are written when it is opened again.
      if (error instanceof ClubListOff) return
      throw error
    }
    for (const visit of ended) written.delete(keyOf(visit))
    for (const visit of due) written.set(keyOf(visit), visit)
  }

  return { write: () => writeAll(visitors.now()), end: () => writeAll([]) }
}

const keyOf = ({ jobId, key }: Visit) => `${jobId} ${key}`
