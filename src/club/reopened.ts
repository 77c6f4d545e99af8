import type { Connection } from './connection.ts'
import type { Looks } from './looks.ts'
import type { Recorder } from './recorder.ts'

/** Over it a job stays off the list until it is opened once more. */
const MOST = 500

/** Jobs whose page somebody has opened anew: one that was taken off the list comes back by it. */
export function createReopened(options: {
  connection: Connection
  recorder: Recorder
  looks: Looks
}) {
  const { connection, recorder, looks } = options
  const wanted = new Set<string>()
  return {
    want(jobId: string) {
      if (wanted.size < MOST) wanted.add(jobId)
    },
    async work() {
      if (wanted.size === 0 || !connection.isOpen) return
      const ids = [...wanted]
      // While the database is away they wait.
      const back = await connection.use((store) => store.comeBack(ids)).catch(() => null)
      if (back === null) return
      for (const jobId of ids) wanted.delete(jobId)
      for (const jobId of back) {
        recorder.forgetWritten(jobId)
        looks.want(jobId, 'deed')
      }
    },
  }
}
