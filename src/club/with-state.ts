import type { JobFacts } from '../domain/club/listed-job.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import { readProgress } from '../domain/job/read-job.ts'
import { readTime } from '../domain/job/service-time.ts'

/** Gives back the facts with newer numbers; null if the whole job must be read. */
export function withState(facts: JobFacts, state: LiveState): JobFacts | null {
  if (facts.state !== 'running' || facts.percent === null) {
    return sameTime(facts, state) ? facts : null
  }
  const { pct, updatedAt } = readProgress(state.progress)
  return {
    ...facts,
    percent: pct === null ? null : Math.round(pct),
    updatedAt: updatedAt === null ? facts.updatedAt : Date.parse(updatedAt),
  }
}

function sameTime({ updatedAt }: JobFacts, state: LiveState): boolean {
  const said = readProgress(state.progress).updatedAt ?? readTime(state.updated_at)
  return said === null || Date.parse(said) === updatedAt
}
