import type { FastifyInstance } from 'fastify'
import type { Answer } from '../../upstream/types.ts'
import type { Looks } from '../looks.ts'
import type { Recorder } from '../recorder.ts'
import type { ScriptReads } from '../script-reads.ts'
import { createReadOrder } from './read-order.ts'

/** Lets the list hear of every read and look of this process. The result tells it of scripts' reads and of changes. */
export function hearOfJobs(
  app: FastifyInstance,
  { recorder, scriptReads, looks }: { recorder: Recorder; scriptReads: ScriptReads; looks: Looks },
) {
  const order = createReadOrder()
  app.jobs.hear({
    read(job, context, { isFull, began }) {
      if (order.isOld(job.id, began)) return
      scriptReads.drop(job.id)
      recorder.sawJob(job, context.user ?? null, isFull)
    },
    unknown(jobId) {
      scriptReads.forget(jobId)
      recorder.sawGone(jobId)
    },
  })
  app.live.hear((jobId, state) => {
    scriptReads.drop(jobId)
    if (!recorder.sawState(jobId, state)) looks.want(jobId, 'news')
  })
  return {
    saw(jobId: string, answer: Answer, who: string | null, began: number) {
      if (!order.isOld(jobId, began)) scriptReads.saw(jobId, answer, who)
    },
    changed(jobId: string) {
      order.changed(jobId)
      // A copy from before the change may tell of an end that no longer stands.
      scriptReads.drop(jobId)
      looks.want(jobId, 'deed')
    },
  }
}
