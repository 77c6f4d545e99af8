import type { FastifyInstance } from 'fastify'
import type { Looks } from '../looks.ts'
import type { Recorder } from '../recorder.ts'
import type { ScriptReads } from '../script-reads.ts'

/** The list hears of every read and every look of this process. */
export function hearOfJobs(
  app: FastifyInstance,
  { recorder, scriptReads, looks }: { recorder: Recorder; scriptReads: ScriptReads; looks: Looks },
) {
  app.jobs.hear({
    read(job, context, isFull) {
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
}
