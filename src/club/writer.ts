import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { ClubListOff } from '../errors/club.ts'
import { within } from '../lib/within.ts'
import type { Connection } from './connection.ts'
import type { Recorder, Taken } from './recorder.ts'
import type { ClubStore } from './types.ts'

export interface Writer {
  /**
   * Resolves when everything recorded so far is written, together with what is recorded meanwhile. An answer waits for
   * this: a moment at most, and not at all while the database is away. Never rejects.
   */
  writeSoon(): Promise<void>
  /** Writes what has been recorded. Never rejects: what cannot be written waits, or is left out. */
  write(): Promise<void>
}

/** `wrote` hears the number of the newest change. An answer waits for `keepMs` at most. */
export function createWriter(options: {
  recorder: Recorder
  connection: Connection
  log: FastifyBaseLogger
  wrote: (changes: number) => void
  keepMs: number
}): Writer {
  const { recorder, connection, log, wrote, keepMs } = options
  let last: Promise<void> = Promise.resolve()
  /** The next write, which has not begun yet. */
  let next: Promise<void> | null = null
  let opening = 0

  async function writeAll() {
    if (!connection.isOpen) return
    if (opening !== connection.openings) {
      opening = connection.openings
      recorder.forgetWritten()
    }
    const taken = recorder.take()
    if (isEmpty(taken)) return
    try {
      wrote(await connection.use((store) => writeTo(store, taken)))
    } catch (error) {
      if (error instanceof ClubListOff) recorder.putBack(taken)
      else await writeEach(taken)
    }
  }

  /** Writes each entry alone: one that cannot be written must not keep the others out. */
  async function writeEach({ seenJobs, deeds, gone }: Taken) {
    const single = [
      ...seenJobs.map((one) => ({ seenJobs: [one], deeds: [], gone: NONE })),
      ...deeds.map((one) => ({ seenJobs: [], deeds: [one], gone: NONE })),
      ...[...gone].map((one) => ({ seenJobs: [], deeds: [], gone: new Map([one]) })),
    ]
    for (const one of single) {
      try {
        wrote(await connection.use((store) => writeTo(store, one)))
      } catch (error) {
        if (error instanceof ClubListOff) recorder.putBack(one)
        else log.warn({ err: error }, 'a job or a deed was left out of the list')
      }
    }
  }

  /** All that wait at the same time share one transaction: it begins when the one before it has ended. */
  function writeTogether(): Promise<void> {
    if (next === null) {
      next = settled(last)
        .then(turn)
        .then(() => {
          next = null
          return writeAll()
        })
      last = next
    }
    return next
  }

  return {
    async writeSoon() {
      if (!connection.isOpen && connection.firstOpening === null) return
      const opened = connection.firstOpening ?? Promise.resolve()
      await within(keepMs, opened.then(writeTogether)).catch(() => {})
    },
    write() {
      // Whole jobs are read even while the database is away or does not answer: facts may wait, whole jobs may not.
      recorder.settle()
      last = settled(last).then(writeAll)
      return last
    },
  }
}

const NONE: Taken['gone'] = new Map()

/** The caller of a failed write was told of its error. The writes after it go on. */
const settled = (write: Promise<void>) => write.catch(() => {})

async function writeTo(store: ClubStore, { seenJobs, deeds, gone }: Taken): Promise<number> {
  for (const [jobId, at] of gone) await store.markGone(jobId, at)
  return store.save(seenJobs, deeds)
}

function isEmpty({ seenJobs, deeds, gone }: Taken): boolean {
  return seenJobs.length === 0 && deeds.length === 0 && gone.size === 0
}
