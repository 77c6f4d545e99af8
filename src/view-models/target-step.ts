import { fit, toPixels } from '../domain/box.ts'
import { framesWith, matchFrame } from '../domain/frame-matching.ts'
import type { Job, Selection } from '../domain/job.ts'
import { hasTarget } from '../domain/job-flow.ts'
import { bestSuggestion } from '../domain/suggestion.ts'
import type { Urls } from '../urls.ts'
import { type ActForm, actForm } from './act-form.ts'
import { clock, sharedWords } from './format.ts'
import { type Crop, type Picture, toCrop, toPicture } from './picture.ts'
import { tierWords } from './track-options.ts'

/** The step "Target": the stored boxes, and the suggestion to confirm where the job allows one. */
export interface TargetStep {
  stored: StoredTarget[]
  summary: string | null
  suggestion: TargetSuggestion | null
  /** Where the analyst sets the box by hand; null where nothing may be selected now. */
  chooseHref: string | null
}

export interface StoredTarget {
  /** Null where the frame of the box is not among the preview frames any more. */
  picture: Picture | null
  crop: Crop | null
  title: string
  frameHref: string | null
  /** The frame was found by its time because the box names none (DESIGN section 4, rule 1). */
  matchedByTime: boolean
}

/** The box of the player's track on its best frame, ready to be confirmed. */
export interface TargetSuggestion extends ActForm {
  picture: Picture | null
  title: string
  /** Where the box comes from. */
  provenance: string
  /** Frame pixels with one decimal, as the form of the frame page sends them. */
  fields: Record<string, string>
  adjustHref: string
}

export function toTargetStep(job: Job, urls: Urls): TargetStep {
  const stored = hasTarget(job)
    ? job.target.selections.map((selection) => toStored(job, selection, urls))
    : []
  const first = job.frames[0]
  return {
    stored,
    summary: hasTarget(job)
      ? stored.map(({ title }) => title).join('; ') ||
        'Confirmed on a frame the service does not name'
      : null,
    suggestion: job.playerRef === null ? null : suggestionOf(job, urls),
    chooseHref: actForm(job, 'target', urls) && first ? urls.frame(job.id, first.n) : null,
  }
}

function toStored(job: Job, selection: Selection, urls: Urls): StoredTarget {
  const match = matchFrame(job.frames, selection)
  if (match === null) {
    const title = `Frame at ${clock(selection.timeSec)}, not among the preview frames`
    return { picture: null, crop: null, title, frameHref: null, matchedByTime: false }
  }
  const { frame } = match
  const title = `Frame ${frame.n} at ${clock(frame.timeSec)}`
  return {
    picture: toPicture(job.id, frame, selection.box, urls),
    crop: toCrop(job.id, frame, selection.box, urls, `The target on frame ${frame.n}`),
    title,
    frameHref: urls.frame(job.id, frame.n),
    matchedByTime: match.by === 'time',
  }
}

function suggestionOf(job: Job, urls: Urls): TargetSuggestion | null {
  const trackId = job.playerRef?.trackId ?? null
  const form = actForm(job, 'target', urls)
  const best = trackId === null ? null : bestSuggestion(job, trackId)
  if (trackId === null || form === null || best === null) return null
  const { frame, track, seenIn, bearers } = best
  if (!frame.width || !frame.height) return null
  const size = { width: frame.width, height: frame.height }
  // As the editor would open it: a box that its rules refuse is not offered.
  const pixels = fit(toPixels(track.box, size), size)
  const tier = tierWords(track.tier)
  const shared = sharedWords(bearers)
  const found = framesWith(job.frames, trackId).length === job.frames.length ? 'all' : seenIn
  return {
    ...form,
    picture: toPicture(job.id, frame, track.box, urls),
    title: `Frame ${frame.n} at ${clock(frame.timeSec)}`,
    provenance: [
      `The box is that of track ${track.id} on this frame`,
      ...(tier === null ? [] : [tier.toLowerCase()]),
      ...(track.score === null ? [] : [`detector score ${track.score.toFixed(2)}`]),
      `seen in ${found} of ${job.frames.length} frames`,
      ...(shared === null ? [] : [shared]),
    ].join(', '),
    fields: {
      frame_key: frame.key ?? '',
      time_sec: frame.timeSec === null ? '' : String(frame.timeSec),
      track_id: String(track.id),
      left: pixels.left.toFixed(1),
      top: pixels.top.toFixed(1),
      width: pixels.width.toFixed(1),
      height: pixels.height.toFixed(1),
    },
    adjustHref: urls.frame(job.id, frame.n, { track: track.id }),
  }
}
