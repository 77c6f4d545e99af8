import type { Dialect } from './dialect.ts'
import { guarded, type Outcome } from './http/guard.ts'
import { asFloat, asObject, type JsonObject, timestamp } from './http/json.ts'
import { type DemoJob, hasPlayer, previewRows } from './job.ts'
import {
  fullResult,
  type Linker,
  presentAssets,
  shortResult,
  videoUrl,
} from './run/present-result.ts'

/** Statuses that clients see; anything else is shown as QUEUED (docs/contract.md#status-mapping). */
const KNOWN = [
  'CREATED',
  'WAITING_FOR_SELECTION',
  'WAITING_FOR_PLAYER',
  'WAITING_FOR_TARGET',
  'READY_TO_ENQUEUE',
  'QUEUED',
  'RUNNING',
  'COMPLETED',
  'PARTIAL',
  'FAILED',
]

/** The status that a request finds in the row: after the guard, before the mapping. */
export function loadedStatus(job: DemoJob, dialect: Dialect): string {
  return dialect.hasGuard ? guarded(job).status : job.status
}

/** The outcome as this dialect shows it on reading. */
export function outcomeOf(job: DemoJob, dialect: Dialect): Outcome {
  const outcome = dialect.hasGuard ? guarded(job) : job
  return { ...outcome, status: shownStatus(outcome.status) }
}

function shownStatus(status: string): string {
  if (status === 'WAITING_FOR_ANCHOR') return 'WAITING_FOR_SELECTION'
  return KNOWN.includes(status) ? status : 'QUEUED'
}

/** `data` of `GET /jobs/:id` (docs/contract.md#job). */
export function presentJob(
  job: DemoJob,
  dialect: Dialect,
  link: Linker,
  { isFull }: { isFull: boolean },
): JsonObject {
  const outcome = outcomeOf(job, dialect)
  return {
    job_id: job.id,
    id: job.id,
    status: outcome.status,
    category: job.category,
    role: job.role,
    video_url: videoUrl(job, link),
    preview_frames: job.previews.map((preview) =>
      typeof preview === 'string' ? preview : { ...preview, signed_url: link(preview.key) },
    ),
    progress: job.progress,
    ...(dialect.hasGuard ? { frames_processed: framesProcessed(outcome) } : {}),
    warnings: outcome.warnings,
    player_ref: presentPlayerRef(job, link),
    playerSaved: hasPlayer(job),
    target: presentTarget(job),
    targetSaved: job.target.confirmed === true,
    result: isFull ? fullResult(job, outcome, link) : shortResult(outcome, dialect),
    assets: presentAssets(job, dialect, link),
    error: job.error,
    failure_reason: job.failureReason,
    created_at: timestamp(job.createdAt),
    updated_at: timestamp(job.updatedAt),
  }
}

/** `data` of `GET /status`: the cheapest poll. */
export function presentStatus(job: DemoJob, dialect: Dialect): JsonObject {
  const outcome = outcomeOf(job, dialect)
  return {
    job_id: job.id,
    id: job.id,
    status: outcome.status,
    progress: job.progress,
    ...(dialect.hasGuard ? { frames_processed: framesProcessed(outcome) } : {}),
    warnings: outcome.warnings,
    error: job.error,
    failure_reason: job.failureReason,
    updated_at: timestamp(job.updatedAt),
  }
}

/** Keys of all objects that the store holds for a job. */
export function objectKeys(job: DemoJob): string[] {
  return [...job.crops.keys(), ...previewRows(job).map((preview) => preview.key)].sort()
}

function framesProcessed({ result }: Outcome): number | null {
  const evidence = asObject(result['evidence_metrics'])
  return asFloat(asObject(evidence['candidate_metrics'])['sampleFramesCount'])
}

/** A read gives the time of each selection under its second name too. */
function presentTarget(job: DemoJob): JsonObject {
  const selections = job.target.selections.map((selection) => ({
    ...selection,
    time_sec: selection['frame_time_sec'],
  }))
  return { ...job.target, selections }
}

function presentPlayerRef(job: DemoJob, link: Linker): JsonObject | null {
  const { playerRef } = job
  const samples = playerRef?.['sample_frames']
  if (!Array.isArray(samples)) return playerRef
  return {
    ...playerRef,
    sample_frames: samples.map((sample) => {
      const url = link(String(asObject(sample)['key']))
      return { ...asObject(sample), signed_url: url, image_url: url }
    }),
  }
}
