import { fittedBox } from '../box/fitted.ts'
import { readStoredImage } from '../images/stored-image.ts'
import { type Cut, listOf } from '../text/cut.ts'
import { FRAME_KEY, foreignCode, foreignId, foreignText, MESSAGE } from '../text/foreign-text.ts'
import { asCount, asNumber, asRecord, asString, asWhole } from '../text/reading.ts'
import type {
  Clip,
  Frame,
  Job,
  PlayerProfile,
  PlayerRef,
  Progress,
  Selection,
  Target,
  Tier,
  Track,
} from './job.ts'
import { digestOf, readLiveState } from './live-state.ts'
import { readSource, readWindows } from './read-run.ts'
import { digestOfNames } from './seen.ts'
import { readTime } from './service-time.ts'
import { readStatus } from './status.ts'
import { readVideo } from './video.ts'

/**
 * Reads the `data` of `GET /jobs/:id` (docs/contract.md#job). Never throws: fields that are missing or of another
 * type than expected become null or empty, because five versions of the service answer differently.
 */
export function readJob(data: unknown): Job {
  const job = asRecord(data)
  const target = asRecord(job['target'])
  const assets = asRecord(job['assets'])
  const player = readProfile(target['player'])
  const cuts: Cut[] = []
  return {
    id: asString(job['job_id']) ?? asString(job['id']) ?? '',
    status: readStatus(job['status']),
    role: foreignText(job['role']),
    category: foreignText(job['category']),
    progress: readProgress(job['progress'], job['result']),
    frames: listOf(job['preview_frames'], 'frames', cuts).map((frame, index) =>
      readFrame(frame, index, cuts),
    ),
    playerRef: readPlayerRef(job['player_ref']),
    target: readTarget(target, cuts),
    attemptId: readAttemptId(target['analysis_attempt_id']),
    player,
    source: readSource(target['source'], cuts),
    video: readVideo(job['video_url'], job['preview_frames']),
    fullMatch: target['full_match_mode'] === true,
    warnings: listOf(job['warnings'], 'warnings', cuts)
      .map((code) => foreignCode(code))
      .filter((code) => code !== null),
    error: foreignText(job['error'], MESSAGE),
    failureReason: foreignCode(job['failure_reason']),
    result: job['result'] ?? null,
    inputVideoUrl: asString(assets['inputVideoUrl']),
    clips: listOf(assets['clips'], 'clips', cuts).map(readClip),
    framesProcessed: asNumber(job['frames_processed']),
    cuts,
    createdAt: readTime(job['created_at']),
    updatedAt: readTime(job['updated_at']),
    liveDigest: digestOf(readLiveState(job)),
    namesDigest: digestOfNames(player),
  }
}

/** Reads only the stored player and target from the same data. */
export function readStored(data: unknown): Pick<Job, 'playerRef' | 'target'> {
  const job = asRecord(data)
  return {
    playerRef: readPlayerRef(job['player_ref']),
    target: readTarget(asRecord(job['target']), []),
  }
}

/** Reads the progress. Later states of a run no longer give the number of retries, but the full `result` does. */
export function readProgress(value: unknown, result: unknown = null): Progress {
  const progress = asRecord(value)
  const pct = asNumber(progress['pct'])
  return {
    step: foreignText(progress['step']) ?? '',
    pct: pct === null ? null : Math.min(100, Math.max(0, pct)),
    message: foreignText(progress['message'], MESSAGE),
    phase: foreignText(progress['phase']),
    updatedAt: readTime(progress['updated_at']),
    attemptId: foreignText(progress['analysis_attempt_id']),
    retryId: foreignText(progress['retry_id']),
    retryCount: asCount(progress['retry_count']) ?? asCount(asRecord(result)['retry_count']),
    windows: readWindows(progress['stats']),
  }
}

export function readTier(value: unknown): Tier | null {
  return value === 'PRIMARY' || value === 'SECONDARY' ? value : null
}

function readFrame(value: unknown, index: number, cuts: Cut[]): Frame {
  const n = index + 1
  // Legacy rows hold the bare key (docs/contract.md#job).
  if (typeof value === 'string') {
    const key = foreignId(value, FRAME_KEY)
    return { n, key, timeSec: null, width: null, height: null, image: null, tracks: [] }
  }
  const frame = asRecord(value)
  const timeSec = asNumber(frame['time_sec'])
  return {
    n,
    key: foreignId(frame['key'], FRAME_KEY),
    timeSec,
    width: readSide(frame['width']),
    height: readSide(frame['height']),
    image: readStoredImage(frame['signed_url'], frame['key'], timeSec),
    tracks: listOf(frame['tracks'], 'tracks of one frame', cuts).flatMap(readTrack),
  }
}

/** The largest side that the image formats allow. */
const MOST_PIXELS = 65_535

function readSide(value: unknown): number | null {
  const side = asNumber(value)
  return side !== null && side >= 1 && side <= MOST_PIXELS ? Math.round(side) : null
}

function readTrack(value: unknown): Track[] {
  const track = asRecord(value)
  const id = asWhole(track['track_id'])
  const box = fittedBox(track['bbox'])
  if (id === null || box === null) return []
  return [{ id, box, tier: readTier(track['tier']), score: asNumber(track['score_hint']) }]
}

function readPlayerRef(value: unknown): PlayerRef | null {
  const ref = asRecord(value)
  const trackId = asWhole(ref['track_id']) ?? foreignId(ref['track_id'])
  const box = fittedBox(ref['bbox']) ?? fittedBox(ref)
  const named = asNumber(ref['track_id']) !== null || asString(ref['track_id']) !== null
  if (!named && box === null) return null
  return {
    trackId,
    timeSec: asNumber(ref['t']) ?? asNumber(ref['best_time_sec']),
    box,
    frameKey: foreignId(ref['best_preview_frame_key'], FRAME_KEY),
  }
}

function readTarget(target: Record<string, unknown>, cuts: Cut[]): Target {
  const selections = listOf(target['selections'], 'stored boxes', cuts).flatMap(readSelection)
  const confirmed = target['confirmed'] === true
  if (selections.length > 0) return { confirmed, selections }
  // pick-player leaves an unconfirmed `selection` behind, which enqueue refuses (docs/contract.md#pick-player).
  return { confirmed, selections: confirmed ? readSelection(target['selection']) : [] }
}

function readSelection(value: unknown): Selection[] {
  const selection = asRecord(value)
  const box = fittedBox(selection['bbox']) ?? fittedBox(selection)
  if (box === null) return []
  return [
    {
      frameKey: foreignId(selection['frame_key'], FRAME_KEY),
      timeSec: asNumber(selection['frame_time_sec']) ?? asNumber(selection['time_sec']),
      box,
    },
  ]
}

/** The highest shirt number that the service takes (docs/contract.md#create-job). */
const MOST_SHIRT = 99

function readProfile(value: unknown): PlayerProfile {
  const player = asRecord(value)
  const shirt = asCount(player['shirt_number'])
  return {
    teamName: foreignText(player['team_name']),
    playerName: foreignText(player['player_name']),
    shirtNumber: shirt !== null && shirt <= MOST_SHIRT ? shirt : null,
  }
}

function readClip(value: unknown): Clip {
  const clip = asRecord(value)
  return {
    label: foreignText(clip['label']) ?? 'Clip',
    url: asString(clip['url']),
    startSec: asNumber(clip['startSec']),
    endSec: asNumber(clip['endSec']),
  }
}

/** Null for an id with characters other than ASCII, because the id is sent back in a header. */
function readAttemptId(value: unknown): string | null {
  const id = foreignId(value)
  return id !== null && /^[\x21-\x7e]+$/.test(id) ? id : null
}
