import type { Box } from '../../contracts/box.ts'
import { fittedBox } from '../box/fitted.ts'
import { readStoredImage, type StoredImage } from '../images/stored-image.ts'
import type { Tier } from '../job/job.ts'
import { readTier } from '../job/read-job.ts'
import { type Cut, listOf } from '../text/cut.ts'
import { FRAME_KEY, foreignId } from '../text/foreign-text.ts'
import { asNumber, asRatio, asRecord, asString, asWhole } from '../text/reading.ts'

/** One picture of a candidate. */
interface Sample {
  timeSec: number | null
  box: Box | null
  image: StoredImage | null
}

/** A track that the detector proposes as the player. `coverage` and `stability` are ratios 0 to 1. */
export interface Candidate {
  trackId: number
  /** How many proposals have this id. Choosing the id means the first of them. */
  bearers: number
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
  cuts: Cut[]
  /** The size of the answer that the candidates were read from. */
  bytes?: number
}

/** Reads the `data` of `GET /jobs/:id/candidates` (docs/contract.md#candidates): camelCase, ratios despite "Pct". */
export function readCandidates(data: unknown): Candidates {
  const answer = asRecord(data)
  const cuts: Cut[] = []
  const listed = listOf(answer['candidates'], 'candidates', cuts)
  return {
    status: asString(answer['status']) ?? 'NOT_STARTED',
    framesProcessed: asNumber(answer['framesProcessed']),
    items: firstOfEach(listed.flatMap((one) => readCandidate(one, cuts))),
    cuts,
  }
}

/** Keeps the first candidate of each id: a choice names only the id, so the analyst can choose each id once. */
function firstOfEach(candidates: Candidate[]): Candidate[] {
  const first = new Map<number, Candidate>()
  for (const candidate of candidates) {
    const known = first.get(candidate.trackId)
    if (known === undefined) first.set(candidate.trackId, candidate)
    else known.bearers += 1
  }
  return [...first.values()]
}

function readCandidate(value: unknown, cuts: Cut[]): Candidate[] {
  const candidate = asRecord(value)
  const trackId = asWhole(candidate['trackId'])
  if (trackId === null) return []
  return [
    {
      trackId,
      bearers: 1,
      coverage: asRatio(candidate['coveragePct']),
      stability: asRatio(candidate['stabilityScore']),
      tier: readTier(candidate['tier']),
      lowCoverage: candidate['lowCoverage'] === true,
      bestFrameKey: foreignId(candidate['bestPreviewFrameKey'], FRAME_KEY),
      samples: listOf(candidate['sampleFrames'], 'pictures of one candidate', cuts).map((sample) =>
        readSample(sample, trackId),
      ),
    },
  ]
}

function readSample(value: unknown, trackId: number): Sample {
  const sample = asRecord(value)
  const timeSec = asNumber(sample['frame_time_sec']) ?? asNumber(sample['time_sec'])
  return {
    timeSec,
    box: fittedBox(sample['bbox']),
    image: readStoredImage(sample['image_url'], 'track', trackId, timeSec),
  }
}
