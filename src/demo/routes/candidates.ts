import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat } from '../http/json.ts'
import { type Candidate, type DemoJob, storedCandidates } from '../job.ts'
import type { Linker } from '../run/present-result.ts'
import { AUTODETECTION } from '../scene/detection.ts'

const WAITING_STEPS: unknown[] = ['EXTRACTING_PREVIEWS', 'PREVIEWS_READY']
/** With fewer previews than this, no candidates means that the search goes on (docs/contract.md#candidates). */
const ENOUGH_FRAMES = 30

/** `GET /jobs/:id/candidates`: camelCase, always 200 for a known job (docs/contract.md#candidates). */
export function candidateRoutes(app: FastifyInstance, demo: Demo): void {
  app.get('/jobs/:id/candidates', async (request) => {
    const job = demo.jobOf(request)
    const candidates = storedCandidates(job)
    const status = candidatesStatus(job, candidates)
    const count = (name: string) => asFloat(job.result[name]) ?? 0
    return envelope(demo, request, {
      status,
      framesProcessed: count('framesProcessed'),
      candidates: candidates.map((candidate) => presentCandidate(candidate, demo.linker(request))),
      autodetection: {
        totalTracks: count('totalTracks'),
        rawTracks: count('rawTracks'),
        primaryCount: count('primaryCount'),
        secondaryCount: count('secondaryCount'),
        ...AUTODETECTION,
      },
      autodetection_status: ['READY', 'LOW_COVERAGE', 'FAILED'].includes(status)
        ? status
        : 'PROCESSING',
      error_detail: job.result['error_detail'] ?? null,
    })
  })
}

function candidatesStatus(job: DemoJob, candidates: Candidate[]): string {
  if (job.result['autodetection_status'] === 'FAILED') return 'FAILED'
  if (candidates.length > 0) {
    return candidates.every(({ quality }) => quality === 'LOW_COVERAGE') ? 'LOW_COVERAGE' : 'READY'
  }
  if (WAITING_STEPS.includes(job.progress['step'])) return 'PENDING_QUEUE'
  if (job.result['candidates'] === undefined) return 'NOT_STARTED'
  const framesProcessed = asFloat(job.result['framesProcessed']) ?? 0
  return framesProcessed < ENOUGH_FRAMES ? 'PROCESSING' : 'FAILED'
}

function presentCandidate(candidate: Candidate, link: Linker) {
  const isLow = candidate.quality === 'LOW_COVERAGE'
  return {
    trackId: candidate.track_id,
    coveragePct: candidate.coverage_pct,
    stabilityScore: candidate.stability_score,
    avgBoxArea: candidate.avg_box_area,
    tier: candidate.tier,
    quality: candidate.quality ?? null,
    lowCoverage: isLow ? true : null,
    bestPreviewFrameKey: candidate.best_preview_frame_key,
    sampleFrames: candidate.sample_frames.map((sample) => ({
      frame_time_sec: sample.time_sec,
      time_sec: sample.time_sec,
      image_url: link(sample.key),
      bbox: sample.bbox,
    })),
  }
}
