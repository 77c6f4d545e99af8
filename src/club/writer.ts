import type { FastifyBaseLogger } from 'fastify'
import { ClubListOff } from '../errors/club.ts'
import type { Connection } from './connection.ts'
import type { Recorder, Taken } from './recorder.ts'
import type { ClubStore } from './types.ts'

export interface Writer {
  /** Writes what has been recorded. Never rejects: what cannot be written waits, or is left out. */
  write(): Promise<void>
}

/** `wrote` hears the number of the newest change. */
export function createWriter(options: {
  recorder: Recorder
  connection: Connection
  log: FastifyBaseLogger
  wrote: (changes: number) => void
}): Writer {
  const { recorder, connection, log, wrote } = options
  let last: Promise<void> = Promise.resolve()
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

  /** One of them cannot be written, and must not keep the others out. */
  async function writeEach({ sightings, deeds, gone }: Taken) {
    const single = [
      ...sightings.map((one) => ({ sightings: [one], deeds: [], gone: [] })),
      ...deeds.map((one) => ({ sightings: [], deeds: [one], gone: [] })),
      ...gone.map((one) => ({ sightings: [], deeds: [], gone: [one] })),
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

  return {
    write() {
      // Also while the database is away or does not answer: facts may wait, whole jobs may not.
      recorder.settle()
      last = last.then(writeAll)
      return last
    },
  }
}

async function writeTo(store: ClubStore, { sightings, deeds, gone }: Taken): Promise<number> {
  for (const jobId of gone) await store.markGone(jobId)
  return store.save(sightings, deeds)
}

function isEmpty({ sightings, deeds, gone }: Taken): boolean {
  return sightings.length === 0 && deeds.length === 0 && gone.length === 0
}
