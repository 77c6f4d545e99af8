import type { Dialect } from './dialect.ts'
import { guarded, type Outcome } from './guard.ts'
import { type DemoJob, hasPlayer, previewRows } from './job.ts'
import { asFloat, asObject, type JsonObject, timestamp } from './json.ts'
import { BUCKET } from './signing.ts'

export type Linker = (key: string) => string

/** Statuses that clients see; anything else is shown as QUEUED (CONTRACT section 2). */
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

/** The outcome as this dialect shows it on reading. */
export function outcomeOf(job: DemoJob, dialect: Dialect): Outcome {
  const outcome = dialect.hasGuard ? guarded(job) : job
  return { ...outcome, status: shownStatus(outcome.status) }
}

export function shownStatus(status: string): string {
  if (status === 'WAITING_FOR_ANCHOR') return 'WAITING_FOR_SELECTION'
  return KNOWN.includes(status) ? status : 'QUEUED'
}

/** `data` of `GET /jobs/:id` (CONTRACT section 4). */
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

/** The result that `/jobs/:id`, `/poll` and `/result` show; all its keys are there even on a new job. */
export function shortResult({ result }: Outcome, dialect: Dialect): JsonObject {
  const radar = asObject(result['radar'])
  const [overall, role] = [result['overall_score'] ?? null, result['role_score'] ?? null]
  if (!dialect.hasGuard) return { overallScore: overall, roleScore: role, radar }
  const match = result['match_rating_10'] ?? null
  const isRated = match !== null
  return {
    match_rating_10: match,
    impact_100: result['impact_100'] ?? null,
    overallScore: isRated ? null : overall,
    overall_score: isRated ? null : overall,
    roleScore: isRated ? null : role,
    role_score: isRated ? null : role,
    radar,
    breakdown: radar,
    explain: result['explain'] ?? null,
    evidence_metrics: asObject(result['evidence_metrics']),
  }
}

/** Clips are pieces of the input video, because the demo has no film of its own to cut. */
export function presentAssets(job: DemoJob, dialect: Dialect, link: Linker): JsonObject {
  const url = inputVideoUrl(job, link)
  return {
    inputVideoUrl: url,
    clips: clipsOf(job).map((clip) => ({
      label: clip['label'],
      url,
      startSec: clip['start_sec'],
      endSec: clip['end_sec'],
      ...(dialect.hasGuard
        ? { type: null, analysisAttemptId: clip['analysis_attempt_id'] ?? null }
        : {}),
    })),
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

function fullResult(job: DemoJob, { result }: Outcome, link: Linker): JsonObject {
  const assets = result['tracking'] === undefined ? result['assets'] : {}
  const { tracking, clips } = result
  const asset = asObject(asObject(tracking)['asset'])
  const key = asset['key']
  return {
    ...result,
    ...(clips === undefined ? {} : { clips: linkClips(job, link) }),
    ...(assets === undefined ? {} : { assets: fullAssets(job, clips !== undefined, link) }),
    ...(typeof key === 'string'
      ? {
          tracking: {
            ...asObject(tracking),
            asset: {
              analysis_attempt_id: job.target.analysis_attempt_id ?? null,
              bucket: BUCKET,
              key,
              url: link(key),
              signed_url: link(key),
            },
          },
        }
      : {}),
  }
}

function fullAssets(job: DemoJob, hasClips: boolean, link: Linker): JsonObject {
  const url = inputVideoUrl(job, link)
  return {
    input_video: { bucket: BUCKET, key: `jobs/${job.id}/input.mp4`, signed_url: url, url },
    ...(hasClips ? { clips: linkClips(job, link) } : {}),
    input_video_url: url,
  }
}

function linkClips(job: DemoJob, link: Linker): JsonObject[] {
  const url = inputVideoUrl(job, link)
  return clipsOf(job).map((clip) => ({ ...clip, signed_url: url, url }))
}

function clipsOf(job: DemoJob): JsonObject[] {
  const { clips } = job.result
  return Array.isArray(clips) ? clips : []
}

function videoUrl(job: DemoJob, link: Linker): string {
  const { source } = job
  if (source.kind === 'url') return source.url
  return source.kind === 'key' ? link(source.key) : `lgi://match/${source.matchId}`
}

function inputVideoUrl(job: DemoJob, link: Linker): string | null {
  return job.source.kind === 'lgi' ? null : videoUrl(job, link)
}

/** Reading adds the time under its second name to every selection. */
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
