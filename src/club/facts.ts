import type { ClubState, JobFacts } from '../domain/club/listed-job.ts'
import { hasEnded, isActive, isMoving, runPercent, stepOf } from '../domain/job/flow.ts'
import type { Job } from '../domain/job/job.ts'
import { hashOf } from '../domain/job/live-state.ts'
import { outcomeOf } from '../domain/result/outcome.ts'
import { readResult } from '../domain/result/result.ts'
import { LABEL } from '../domain/text/foreign-text.ts'
import { standingOf } from '../view-models/job/stages.ts'

/** Higher than any shirt number, and small enough for the integer type of every database. */
const MOST_SHIRT = 9_999
const MOST_WARNINGS = 20

/** Gives back what the list keeps of a job. `now`: milliseconds, as `Date.now()`. */
export function factsOf(job: Job, now: number): JobFacts {
  const { player, status } = job
  const ended = hasEnded(job)
  const percent = isActive(job) ? runPercent(job) : null
  return {
    jobId: job.id,
    status,
    state: stateOf(job, now),
    step: stepOf(job),
    outcome: ended ? outcomeOf(readResult(job)) : null,
    headline: ended ? standingOf(job, null, now).label : null,
    percent: percent === null ? null : Math.round(percent),
    playerName: plain(player.playerName),
    teamName: plain(player.teamName),
    shirtNumber: shirtOf(player.shirtNumber),
    role: plain(job.role),
    category: plain(job.category),
    video: plain(job.source.match),
    warnings: job.warnings.slice(0, MOST_WARNINGS).map((code) => plain(code) ?? ''),
    reusable: job.video !== null,
    createdAt: timeOf(job.createdAt),
    updatedAt: timeOf(job.progress.updatedAt ?? job.updatedAt),
    end: ended ? endOf(job) : null,
  }
}

function stateOf(job: Job, now: number): ClubState {
  if (job.status === 'FAILED') return 'failed'
  if (hasEnded(job)) return 'finished'
  return isMoving(job, null, now) ? 'running' : 'waiting'
}

/** The prefix of an end named by time. It is surely a new end only if the job was seen to run before it. */
export const END_BY_TIME = 'time-'

/**
 * Each run has an attempt of its own (docs/contract.md#attempts). On versions without attempts the time of the last
 * progress tells two ends apart. A run that counted as failed may still finish, and that is another end.
 */
function endOf({ attemptId, progress, updatedAt, status }: Job): string {
  const run = attemptId ?? progress.updatedAt ?? updatedAt
  const kind = attemptId === null ? END_BY_TIME : 'attempt-'
  return kind + hashOf(JSON.stringify([run, status === 'FAILED']))
}

/** Removes NUL, which PostgreSQL does not take, and shortens the text, whichever view it came from. */
function plain(text: string | null): string | null {
  return text === null
    ? null
    : text
        .replaceAll('\0', '')
        .slice(0, LABEL + 1)
        .toWellFormed()
}

function shirtOf(value: number | null): number | null {
  return Number.isInteger(value) && value! >= 0 && value! <= MOST_SHIRT ? value : null
}

/** A year has four digits at most. A later time cannot be that of a job. */
const LATEST = Date.UTC(9999, 0)

function timeOf(text: string | null): number | null {
  const at = Date.parse(text ?? '')
  return at >= 0 && at < LATEST ? at : null
}
