import type { Box } from '../../contracts/box.ts'
import { BUCKET } from '../http/signing.ts'
import type { Candidate, DemoJob, Preview, Tier } from '../job.ts'
import { round4, roundBox } from './camera.ts'
import { detectedFigures, foundBox, type Scene } from './scene.ts'

/** The detector's settings, as `GET /candidates` reports them. */
export const AUTODETECTION = { thresholdPct: 0.05, minHits: 2, minSeconds: 0, topN: 5 } as const
/** A track that is on at least half of the previews can be PRIMARY; at most `topN` are. */
const PRIMARY_COVERAGE = 0.5

interface Hit {
  index: number
  timeSec: number
  box: Box
}

export interface Detected {
  previews: Preview[]
  candidates: Candidate[]
  /** Tracks before their pieces were joined. */
  rawTracks: number
  crops: Map<string, { timeSec: number; box: Box }>
}

/**
 * What the detector makes of the previews: their tracks and the candidates, PRIMARY first. Coverage
 * is the share of previews with the track, stability falls with every gap; both are 0 to 1.
 * `cropFolder` is the key prefix of the candidates' pictures.
 */
export function detect(scene: Scene, previews: Preview[], cropFolder: string): Detected {
  const hits = collectHits(scene, previews)
  const tracks = [...hits].filter(([, track]) => isTrack(track, previews.length))
  const tiers = assignTiers(tracks, previews.length)
  const crops: Detected['crops'] = new Map()
  const candidates = tracks.map(([trackId, track]): Candidate => {
    const gaps = countGaps(track)
    const tier = tiers.get(trackId) ?? 'SECONDARY'
    const samples = sampleHits(track).map((hit, index) => {
      const key = `${cropFolder}/track_${trackId}_0${index + 1}.jpg`
      crops.set(key, { timeSec: hit.timeSec, box: hit.box })
      return { key, bbox: hit.box, bucket: BUCKET, time_sec: hit.timeSec }
    })
    const area = track.reduce((sum, hit) => sum + hit.box.w * hit.box.h, 0) / track.length
    return {
      tier,
      track_id: trackId,
      id_switches: gaps,
      avg_box_area: round4(area),
      coverage_pct: round4(track.length / previews.length),
      best_time_sec: track[0]!.timeSec,
      sample_frames: samples,
      stability_score: round4(1 - gaps / track.length),
      best_preview_frame_key: previews[track[0]!.index]!.key,
    }
  })
  const isLow = candidates.every((candidate) => candidate.tier === 'SECONDARY')
  return {
    previews: withTracks(scene, previews, tiers),
    candidates: candidates
      .map((candidate) => (isLow ? { ...candidate, quality: 'LOW_COVERAGE' as const } : candidate))
      .sort((a, b) => a.tier.localeCompare(b.tier)),
    rawTracks: tracks.reduce((sum, [, track]) => sum + countGaps(track) + 1, 0),
    crops,
  }
}

/** Stores what the detector found in the job. The first selection will throw the candidates away. */
export function storeDetection(job: DemoJob, previews: Preview[], cropFolder: string): void {
  const found = detect(job.scene, previews, cropFolder)
  const first = found.candidates[0]
  const primaryCount = found.candidates.filter(({ tier }) => tier === 'PRIMARY').length
  job.previews = found.previews
  job.crops = found.crops
  job.result = {
    candidates: found.candidates,
    framesProcessed: previews.length,
    totalTracks: found.candidates.length,
    rawTracks: found.rawTracks,
    primaryCount,
    secondaryCount: found.candidates.length - primaryCount,
    evidence_metrics:
      first === undefined
        ? {}
        : { candidate_metrics: candidateMetrics(first, first.sample_frames.length) },
  }
}

/** The candidate's figures in the words of `evidence_metrics`. */
export function candidateMetrics(candidate: Candidate, sampleFramesCount: number) {
  return {
    coveragePct: candidate.coverage_pct,
    stabilityScore: candidate.stability_score,
    avgBoxArea: candidate.avg_box_area,
    sampleFramesCount,
    tier: candidate.tier === 'PRIMARY' ? 1 : 0.7,
    tierLabel: candidate.tier,
  }
}

function collectHits(scene: Scene, previews: Preview[]): Map<number, Hit[]> {
  const hits = new Map<number, Hit[]>(scene.trackIds.map((id) => [id, []]))
  previews.forEach((preview, index) => {
    for (const figure of detectedFigures(scene, preview.time_sec)) {
      const hit = { index, timeSec: preview.time_sec, box: roundBox(foundBox(figure)) }
      hits.get(figure.trackId)?.push(hit)
    }
  })
  return hits
}

function isTrack(track: Hit[], previewCount: number): boolean {
  return (
    track.length >= AUTODETECTION.minHits &&
    track.length / previewCount >= AUTODETECTION.thresholdPct
  )
}

function assignTiers(tracks: [number, Hit[]][], previewCount: number): Map<number, Tier> {
  const best = tracks
    .filter(([, track]) => track.length / previewCount >= PRIMARY_COVERAGE)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, AUTODETECTION.topN)
    .map(([trackId]) => trackId)
  return new Map(
    tracks.map(([trackId]) => [trackId, best.includes(trackId) ? 'PRIMARY' : 'SECONDARY']),
  )
}

function withTracks(scene: Scene, previews: Preview[], tiers: Map<number, Tier>): Preview[] {
  const order = [...tiers.keys()]
  return previews.map((preview, index) => ({
    ...preview,
    tracks: detectedFigures(scene, preview.time_sec)
      .filter((figure) => tiers.has(figure.trackId))
      .sort((a, b) => order.indexOf(a.trackId) - order.indexOf(b.trackId))
      .map((figure) => ({
        bbox: roundBox(foundBox(figure)),
        tier: tiers.get(figure.trackId)!,
        track_id: figure.trackId,
        score_hint: round4(0.82 - 0.01 * (index % 7)),
      })),
  }))
}

function countGaps(track: Hit[]): number {
  return track.filter((hit, at) => at > 0 && hit.index - track[at - 1]!.index > 1).length
}

/** The first, the middle and the last hit. */
function sampleHits(track: Hit[]): Hit[] {
  const last = track.length - 1
  return [...new Set([0, Math.round(last / 2), last])].map((at) => track[at]!)
}
