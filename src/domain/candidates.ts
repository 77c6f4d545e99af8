import type { Box } from '../contracts/box.ts'
import type { Tier } from './job.ts'
import { readBox, readTier } from './read-job.ts'
import { asArray, asNumber, asRecord, asString } from './reading.ts'

/** One picture of a candidate. `imageUrl` is signed: never print it. */
export interface Sample {
  timeSec: number | null
  box: Box | null
  imageUrl: string | null
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
  const trackId = asNumber(candidate['trackId'])
  if (trackId === null) return []
  return [
    {
      trackId,
      coverage: asNumber(candidate['coveragePct']),
      stability: asNumber(candidate['stabilityScore']),
      tier: readTier(candidate['tier']),
      lowCoverage: candidate['lowCoverage'] === true,
      bestFrameKey: asString(candidate['bestPreviewFrameKey']),
      samples: asArray(candidate['sampleFrames']).map(readSample),
    },
  ]
}

function readSample(value: unknown): Sample {
  const sample = asRecord(value)
  return {
    timeSec: asNumber(sample['frame_time_sec']) ?? asNumber(sample['time_sec']),
    box: readBox(sample['bbox']),
    imageUrl: asString(sample['image_url']),
  }
}
