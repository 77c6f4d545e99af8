import type { Box } from '../contracts/box.ts'
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
import { readStatus } from './job-status.ts'
import { digestOf, readLiveState } from './live-state.ts'
import { asArray, asNumber, asRecord, asString } from './reading.ts'
import { serviceWords } from './service-words.ts'

/**
 * Reads the `data` of `GET /jobs/:id` (CONTRACT section 4). Fields that are missing or of another
 * type than expected become null or empty; nothing throws, because five revisions answer differently.
 */
export function readJob(data: unknown): Job {
  const job = asRecord(data)
  const target = asRecord(job['target'])
  const assets = asRecord(job['assets'])
  return {
    id: asString(job['job_id']) ?? asString(job['id']) ?? '',
    status: readStatus(job['status']),
    role: asString(job['role']),
    category: asString(job['category']),
    progress: readProgress(job['progress']),
    frames: asArray(job['preview_frames']).map(readFrame),
    playerRef: readPlayerRef(job['player_ref']),
    target: readTarget(target),
    attemptId: asString(target['analysis_attempt_id']),
    player: readProfile(target['player']),
    warnings: asArray(job['warnings'])
      .map(wordsOf)
      .filter((code) => code !== null),
    error: wordsOf(job['error']),
    failureReason: wordsOf(job['failure_reason']),
    result: job['result'] ?? null,
    inputVideoUrl: asString(assets['inputVideoUrl']),
    clips: asArray(assets['clips']).map(readClip),
    framesProcessed: asNumber(job['frames_processed']),
    createdAt: asString(job['created_at']),
    updatedAt: asString(job['updated_at']),
    liveDigest: digestOf(readLiveState(job)),
  }
}

export function readProgress(value: unknown): Progress {
  const progress = asRecord(value)
  const pct = asNumber(progress['pct'])
  return {
    step: asString(progress['step']) ?? '',
    pct: pct === null ? null : Math.min(100, Math.max(0, pct)),
    message: asString(progress['message']),
    phase: asString(progress['phase']),
    updatedAt: asString(progress['updated_at']),
  }
}

/** A box object `{x,y,w,h}` in fractions, or null where one of the four is not a number. */
export function readBox(value: unknown): Box | null {
  const box = asRecord(value)
  const [x, y, w, h] = [box['x'], box['y'], box['w'], box['h']].map(asNumber)
  if (x == null || y == null || w == null || h == null) return null
  return { x, y, w, h }
}

export function readTier(value: unknown): Tier | null {
  return value === 'PRIMARY' || value === 'SECONDARY' ? value : null
}

function readFrame(value: unknown, index: number): Frame {
  const n = index + 1
  // Legacy rows hold the bare key (CONTRACT section 4, GET /jobs/:id).
  if (typeof value === 'string') {
    return { n, key: value, timeSec: null, width: null, height: null, imageUrl: null, tracks: [] }
  }
  const frame = asRecord(value)
  return {
    n,
    key: asString(frame['key']),
    timeSec: asNumber(frame['time_sec']),
    width: asNumber(frame['width']),
    height: asNumber(frame['height']),
    imageUrl: asString(frame['signed_url']),
    tracks: asArray(frame['tracks']).flatMap(readTrack),
  }
}

function readTrack(value: unknown): Track[] {
  const track = asRecord(value)
  const id = asNumber(track['track_id'])
  const box = readBox(track['bbox'])
  if (id === null || box === null) return []
  return [{ id, box, tier: readTier(track['tier']), score: asNumber(track['score_hint']) }]
}

function readPlayerRef(value: unknown): PlayerRef | null {
  const ref = asRecord(value)
  const trackId = asNumber(ref['track_id']) ?? asString(ref['track_id'])
  const box = readBox(ref['bbox']) ?? readBox(ref)
  if (trackId === null && box === null) return null
  return {
    trackId,
    timeSec: asNumber(ref['t']) ?? asNumber(ref['best_time_sec']),
    box,
    frameKey: asString(ref['best_preview_frame_key']),
  }
}

function readTarget(target: Record<string, unknown>): Target {
  const selections = asArray(target['selections']).flatMap(readSelection)
  const confirmed = target['confirmed'] === true
  if (selections.length > 0) return { confirmed, selections }
  // pick-player leaves an unconfirmed `selection` behind, which enqueue does not take (CONTRACT section 4).
  return { confirmed, selections: confirmed ? readSelection(target['selection']) : [] }
}

function readSelection(value: unknown): Selection[] {
  const selection = asRecord(value)
  const box = readBox(selection['bbox']) ?? readBox(selection)
  if (box === null) return []
  return [
    {
      frameKey: asString(selection['frame_key']),
      timeSec: asNumber(selection['frame_time_sec']) ?? asNumber(selection['time_sec']),
      box,
    },
  ]
}

function readProfile(value: unknown): PlayerProfile {
  const player = asRecord(value)
  return {
    teamName: asString(player['team_name']),
    playerName: asString(player['player_name']),
    shirtNumber: asNumber(player['shirt_number']),
  }
}

function readClip(value: unknown): Clip {
  const clip = asRecord(value)
  return {
    label: asString(clip['label']) ?? 'Clip',
    url: asString(clip['url']),
    startSec: asNumber(clip['startSec']),
    endSec: asNumber(clip['endSec']),
  }
}

/** Codes, but a failed run may hold any text, signed addresses in it. */
function wordsOf(value: unknown): string | null {
  const text = asString(value)
  return text === null ? null : serviceWords(text)
}
