import { randomUUID } from 'node:crypto'
import { ClubListOff } from '../errors/club.ts'
import type { Connection } from './connection.ts'
import type { ClubLinks } from './types.ts'

/** Most links of one job that are shown, ended links included. */
const MOST_OF_JOB = 50
const OF_PAGE = 50
/** Most links whose openings wait to be written. */
const MOST_WAITING = 1_000

export interface Openings {
  /** Writes how often links were opened since the last time. */
  write(): Promise<void>
}

/** Links for coaches. Openings are counted in memory and written together: opening a page does not write. */
export function createClubLinks(connection: Connection, now: () => number): ClubLinks & Openings {
  let waiting = new Map<string, { count: number; at: number }>()

  function opened(id: string, more = 1, at = now()) {
    const before = waiting.get(id)
    if (before === undefined && waiting.size >= MOST_WAITING) return
    waiting.set(id, { count: (before?.count ?? 0) + more, at: Math.max(before?.at ?? 0, at) })
  }

  return {
    make: (link) =>
      connection.use((store) => store.addLink({ ...link, id: randomUUID(), madeAt: now() })),
    live: (hash) => connection.use((store) => store.liveLink(hash, now())),
    ofJob: (jobId) => connection.use((store) => store.linksOfJob(jobId, MOST_OF_JOB, now())),
    async page(after) {
      const rows = await connection.use((store) => store.links(after, OF_PAGE + 1))
      const items = rows.slice(0, OF_PAGE)
      const last = items.at(-1)
      const next = rows.length > OF_PAGE && last ? { madeAt: last.madeAt, id: last.id } : null
      return { items, next }
    },
    revoke: (id, who) => connection.use((store) => store.revokeLink(id, who, now())),
    opened,
    async write() {
      if (waiting.size === 0 || !connection.isOpen) return
      const taken = waiting
      waiting = new Map()
      const rows = [...taken].map(([id, one]) => ({ id, ...one }))
      try {
        await connection.use((store) => store.countOpenings(rows))
      } catch (error) {
        if (!(error instanceof ClubListOff)) throw error
        for (const { id, count, at } of rows) opened(id, count, at)
      }
    },
  }
}
