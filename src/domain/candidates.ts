import type { Box } from '../contracts/box.ts'
import { FRAME_KEY, foreignId } from './foreign-text.ts'
import type { Tier } from './job.ts'
import { readBox, readTier } from './read-job.ts'
import { asArray, asNumber, asRecord, asString, asWhole } from './reading.ts'
import { readStoredImage, type StoredImage } from './stored-image.ts'

/** One picture of a candidate. */
export interface Sample {
  timeSec: number | null
  box: Box | null
  image: StoredImage | null
}

/** A track that the detector proposes as the player. `coverage` and `stability` are ratios 0 to 1. */
export interface Candidate {
  trackId: number
  coverage: number | null
  stability: number | null
  tier: Tier | null
  lowCoverage: boolean
  bestFrameKey: string | null
  samples: Sample[]
}

export interface Candidates {
  /** NOT_STARTED, PENDING_QUEUE, PROCESSING, READY, LOW_COVERAGE or FAILED. */
  status: string
  framesProcessed: number | null
  items: Candidate[]
}

/** Reads the `data` of `GET /jobs/:id/candidates` (CONTRACT section 4): camelCase, ratios despite "Pct". */
export function readCandidates(data: unknown): Candidates {
  const answer = asRecord(data)
  return {
    status: asString(answer['status']) ?? 'NOT_STARTED',
    framesProcessed: asNumber(answer['framesProcessed']),
    items: asArray(answer['candidates']).flatMap(readCandidate),
  }
}

function readCandidate(value: unknown): Candidate[] {
  const candidate = asRecord(value)
  const trackId = asWhole(candidate['trackId'])
  if (trackId === null) return []
  return [
    {
      trackId,
      coverage: asNumber(candidate['coveragePct']),
      stability: asNumber(candidate['stabilityScore']),
      tier: readTier(candidate['tier']),
      lowCoverage: candidate['lowCoverage'] === true,
      bestFrameKey: foreignId(candidate['bestPreviewFrameKey'], FRAME_KEY),
      samples: asArray(candidate['sampleFrames']).map((sample) => readSample(sample, trackId)),
    },
  ]
}

function readSample(value: unknown, trackId: number): Sample {
  const sample = asRecord(value)
  const timeSec = asNumber(sample['frame_time_sec']) ?? asNumber(sample['time_sec'])
  return {
    timeSec,
    box: readBox(sample['bbox']),
    image: readStoredImage(sample['image_url'], 'track', trackId, timeSec),
  }
}
