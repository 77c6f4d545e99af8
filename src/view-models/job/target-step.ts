import { seenText } from '../../domain/forms/seen-box.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { elsewhereWords } from '../../domain/job/allowed-actions.ts'
import { hasEnded, isActive } from '../../domain/job/flow.ts'
import type { Job, Selection } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Suggestion } from '../../domain/player/suggestion.ts'
import { hasTarget, targetStanding } from '../../domain/player/target-standing.ts'
import { bestOfPlayer } from '../../domain/track/known.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { clock } from '../format.ts'
import { boxFacts } from '../frame/editor-words.ts'
import { type Crop, type Picture, toCrop, toPicture } from '../frame/picture.ts'
import { boxFields } from './store-again.ts'

/** The step "Target": the stored boxes, and the suggestion to confirm where the job allows one. */
export interface TargetStep {
  stored: StoredTarget[]
  summary: string | null
  /** Why a target is asked for although one is stored; null if none is asked for. */
  askedAgain: string | null
  suggestion: TargetSuggestion | null
  /** True if there is a track, but no picture to confirm its box on. */
  unseen: boolean
  /** Where the analyst sets the box by hand; null if nothing may be selected now. */
  chooseHref: string | null
}

export interface StoredTarget {
  /** Null if the frame of the box is not among the preview frames any more. */
  picture: Picture | null
  crop: Crop | null
  title: string
  frameHref: string | null
  /** True if the frame was found by its time, because the box names no frame (docs/architecture.md#rule-1). */
  matchedByTime: boolean
}

/** The box of the player's track on its best frame, ready to be confirmed. */
interface TargetSuggestion extends ActionForm {
  confirm: 'Confirm target' | 'Replace all boxes'
  /** Says that several stored boxes would be dropped; null if there are not several. */
  drops: string | null
  picture: Picture
  title: string
  /** Where the box comes from. */
  provenance: string
  /** Frame pixels with one decimal, as the form of the frame page sends them. */
  fields: Record<string, string>
  adjustHref: string
}

export function toTargetStep(
  job: Job,
  urls: Urls,
  service: ServiceFacts,
  shirts: ShirtsSeen | null = null,
): TargetStep {
  const stored = hasTarget(job)
    ? job.target.selections.map((selection) => toStored(job, selection, urls))
    : []
  const first = job.frames[0]
  const best = trackedFrame(job, shirts)
  return {
    stored,
    summary: hasTarget(job)
      ? stored.map(({ title }) => title).join('; ') ||
        'Confirmed on a frame the service does not name'
      : null,
    askedAgain: askedAgainWords(job),
    suggestion: best && suggestionOf(job, best, urls, service),
    unseen: best !== null && !hasPicture(best.frame),
    chooseHref:
      actionForm(job, 'target', urls, service) && first ? urls.frame(job.id, first.n) : null,
  }
}

/** Null while the job runs, and after it has ended. */
function askedAgainWords(job: Job): string | null {
  if (isActive(job) || hasEnded(job) || job.playerRef === null) return null
  const target = targetStanding(job)
  if (target.kind === 'asked-again') {
    return 'The player was chosen after this target was stored, and the service asks for the target again.'
  }
  return target.kind === 'elsewhere' ? elsewhereWords(job, target.trackId) : null
}

function toStored(job: Job, selection: Selection, urls: Urls): StoredTarget {
  const match = matchFrame(job.frames, selection)
  if (match === null) {
    const title = `The frame at ${clock(selection.timeSec)} is no longer among the preview frames`
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

function trackedFrame(job: Job, shirts: ShirtsSeen | null): Suggestion | null {
  const trackId = job.playerRef?.trackId ?? null
  return trackId === null ? null : bestOfPlayer(job, trackId, shirts)
}

/** Null without a picture: a target is confirmed on a picture. */
function suggestionOf(
  job: Job,
  { frame, track, seenIn, bearers }: Suggestion,
  urls: Urls,
  service: ServiceFacts,
): TargetSuggestion | null {
  const form = actionForm(job, 'target', urls, service)
  const picture = toPicture(job.id, frame, track.box, urls)
  const fields = boxFields(frame, track.box, track.id)
  if (form === null || picture === null || fields === null || !hasPicture(frame)) return null
  const stored = job.target.selections.length
  return {
    ...form,
    ...(stored > 1
      ? { confirm: 'Replace all boxes', drops: `It drops the ${stored} stored boxes.` }
      : { confirm: 'Confirm target', drops: null }),
    picture,
    title: `Frame ${frame.n} at ${clock(frame.timeSec)}`,
    provenance: [
      `The box is that of track ${track.id} on this frame`,
      ...boxFacts({ track, seenIn, ofFrames: job.frames.length, bearers }),
    ].join(', '),
    fields: { ...fields, seen: seenText([{ frame, track }]) },
    adjustHref: urls.frame(job.id, frame.n, { track: track.id }),
  }
}
