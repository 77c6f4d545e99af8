import type { Dialect } from '../dialect.ts'
import { timestamp } from '../http/json.ts'
import { type DemoJob, makePreview, storedCandidates } from '../job.ts'
import { type NewJob, newRow, previewTimes, type Seed } from '../job-store.ts'
import { storeDetection } from '../scene/detection.ts'
import { inShirt } from '../scene/in-shirt.ts'
import type { Scene } from '../scene/scene.ts'
import { scriptedMatch } from '../scene/scripted-scene.ts'
import { storeTarget } from '../target-record.ts'

const MINUTE_MS = 60_000
const PREVIEWS = 32
const VIDEO_SEC = 96
/** Seconds between two previews of the recordings' match. */
export const STEP_SEC = VIDEO_SEC / (PREVIEWS + 1)

/** A step that brings a seeded job into its state: it changes the job. */
export type Step = (job: DemoJob) => void

/** Id number `nn` of the recordings. */
export function seedId(nn: number): string {
  return `00000000-0000-4000-8000-${String(nn).padStart(12, '0')}`
}

/**
 * A seed that is made half an hour before `now` and then changed by `steps`. Match and player are those of the
 * recordings, unless `scene` makes another match or `given` names another player.
 */
export function seedJob(
  nn: number,
  now: number,
  steps: Step[],
  scene = recordedMatch,
  given: Partial<NewJob> = {},
): Seed {
  const id = seedId(nn)
  return {
    id,
    make: () => {
      const job = newRow(id, { ...GIVEN, ...given }, scene(), now - 30 * MINUTE_MS)
      job.updatedAt = now - 2 * MINUTE_MS
      for (const step of steps) step(job)
      return job
    },
  }
}

const GIVEN: NewJob = {
  category: 'U17',
  role: 'Striker',
  source: { kind: 'url', url: 'https://videos.example.test/match.mp4' },
  player: { team_name: 'Rossi FC', player_name: 'M. Bianchi', shirt_number: 8 },
}

function recordedMatch(): Scene {
  return scriptedMatch({ firstSec: STEP_SEC, stepSec: STEP_SEC })
}

/** The status a waiting job has in this dialect before its candidates are there. */
export function created(dialect: Dialect): Step {
  return (job) => {
    job.status = dialect.createdStatus
  }
}

export function state(status: string, step = status, pct = 22, message = ''): Step {
  return (job) => {
    job.status = status
    const { analysis_attempt_id: attempt } = job.target
    job.progress = {
      step,
      pct,
      message,
      updated_at: timestamp(job.updatedAt),
      ...(attempt === undefined ? {} : { analysis_attempt_id: attempt }),
    }
  }
}

/** Previews without tracks; `times` if they are not spread evenly. */
export function previews(times?: number[]): Step {
  return (job) => {
    job.previewTimes = times ?? previewTimes(job.scene, PREVIEWS)
    job.previews = job.previewTimes.map((sec, index) => makePreview(job.id, index, sec))
  }
}

/** Previews with tracks and candidates, in the state that shows them. */
export function candidates(times?: number[], folder = 'attempts/legacy/candidates'): Step {
  return (job) => {
    previews(times)(job)
    const rows = job.previewTimes.map((sec, index) => makePreview(job.id, index, sec))
    storeDetection(job, rows, `jobs/${job.id}/${folder}`)
    state('WAITING_FOR_SELECTION', 'CANDIDATES_READY', 22, 'Candidate tracks ready')(job)
  }
}

/** The first candidate as the stored player. */
export const player: Step = (job) => storePlayer(job, 0)

/** Stores a player other than the one that the target is set on. */
export const secondPlayer: Step = (job) => storePlayer(job, 1)

function storePlayer(job: DemoJob, index: number) {
  const { candidate, sample } = find(job, index)
  job.playerRef = { ...candidate, t: sample.time_sec, ...sample.bbox }
}

/**
 * The chosen player wears the number that the job names; before a choice the second candidate does, so that the first
 * proposal is not the answer.
 */
export const wearsNumber: Step = (job) => {
  const number = (job.target['player'] as NewJob['player'] | undefined)?.shirt_number
  const found = storedCandidates(job)
  const trackId = job.playerRef?.['track_id'] ?? found[1]?.track_id
  const times = job.previewTimes
  const one = times
    .flatMap((sec) => job.scene.figures(sec))
    .find((figure) => figure.trackId === trackId)
  if (typeof number === 'number' && one !== undefined) job.scene = inShirt(job.scene, one, number)
}

/** A confirmed target: the first candidate on its first preview. */
export const target: Step = (job) => {
  const { candidate, sample } = find(job, 0)
  storeTarget(job, {
    frame_key: candidate.best_preview_frame_key,
    time_sec: sample.time_sec,
    bbox: sample.bbox,
  })
}

/** The attempt id of the recordings; what the detector found is gone, as after a selection. */
export const attempt: Step = (job) => {
  const id = `aaaaaaaa-${job.id.slice(9)}`
  job.target = {
    ...job.target,
    tracking: { ...job.target.tracking, analysis_attempt_id: id },
    analysis_attempt_id: id,
  }
  job.result = { analysis_attempt_id: id }
}

/** Player and target chosen, with an attempt: the ground for everything after a selection. */
export const chosen: Step[] = [candidates(), player, target, attempt]

export const withoutResult: Step = (job) => {
  job.result = {}
}

export const willLosePlayer: Step = (job) => {
  job.ending = 'loses-player'
}

function find(job: DemoJob, index: number) {
  const candidate = storedCandidates(job)[index]!
  return { candidate, sample: candidate.sample_frames[0]! }
}
