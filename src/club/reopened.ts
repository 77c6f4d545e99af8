import type { Connection } from './connection.ts'
import type { Looks } from './looks.ts'
import type { Recorder } from './recorder.ts'

/** Most jobs that wait. A job over this stays off the list until it is opened once more. */
const MOST = 500

/** Jobs whose page somebody has opened again. This brings back a job that was taken off the list. */
export function createReopened(options: {
  connection: Connection
  recorder: Recorder
  looks: Looks
}) {
  const { connection, recorder, looks } = options
  const wanted = new Map<string, number>()
  return {
    /** @param at when it was opened, milliseconds as `Date.now()` */
    want(jobId: string, at: number) {
      if (wanted.size < MOST || wanted.has(jobId)) wanted.set(jobId, at)
    },
    async work() {
      if (wanted.size === 0 || !connection.isOpen) return
      const opened = new Map(wanted)
      // The jobs wait while the database is away.
      const back = await connection.use((store) => store.comeBack(opened)).catch(() => null)
      if (back === null) return
      for (const [jobId, at] of opened) if (wanted.get(jobId) === at) wanted.delete(jobId)
      for (const jobId of back) {
        recorder.forgetWritten(jobId)
        looks.want(jobId, 'deed')
      }
    },
  }
}
