import type { Dialect } from '../dialect.ts'
import type { Outcome } from '../http/guard.ts'
import { asObject, type JsonObject } from '../http/json.ts'
import { BUCKET } from '../http/signing.ts'
import type { DemoJob } from '../job.ts'

/** Makes a signed address out of an object's key. */
export type Linker = (key: string) => string

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

/** The whole result, with addresses for its objects: `?view=full`. */
export function fullResult(job: DemoJob, { result }: Outcome, link: Linker): JsonObject {
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

/** The video and its clips. Each clip leads to the video itself, because the demo has no film of its own to cut. */
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

/** The address that the job was made with; a signed address if the job was made with a key. */
export function videoUrl(job: DemoJob, link: Linker): string {
  const { source } = job
  if (source.kind === 'url') return source.url
  return source.kind === 'key' ? link(source.key) : `lgi://match/${source.matchId}`
}

function inputVideoUrl(job: DemoJob, link: Linker): string | null {
  return job.source.kind === 'lgi' ? null : videoUrl(job, link)
}
