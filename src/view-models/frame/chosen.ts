import { type Fields, textOf, trackIdOf } from '../../domain/forms/fields.ts'
import { CHANGED_SINCE, hasChanged, notOnFrame } from '../../domain/forms/seen-box.ts'
import { canStartWith } from '../../domain/forms/start-plan.ts'
import { hasPicture, notSeen } from '../../domain/frames/seen-pictures.ts'
import type { SourceStandingOf } from '../../domain/images/frame-source.ts'
import { stepOf } from '../../domain/job/flow.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { besideStored } from '../../domain/player/stored-boxes.ts'
import { suggestionOn } from '../../domain/player/suggestion.ts'
import { foreignId } from '../../domain/text/foreign-text.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { count } from '../format.ts'
import type { Problem } from '../problem/problem.ts'
import { START } from './box-editor.ts'
import { trackName } from './track-name.ts'

export interface FrameInput {
  job: Job
  frame: Frame
  urls: Urls
  /** The query of the page, or the form that was refused: track, purpose and box as far as given. */
  fields: Fields
  problem: Problem | null
  /** What has just been done on this frame. */
  done?: string
  /** What the service can do; `candidates` are asked for only where they decide how a track is stored. */
  service?: ServiceFacts
  candidates?: Candidates | null
  /** Null while nobody has looked at the shirts. */
  shirts?: ShirtsSeen | null
  /** Judges whether the job's video may be played; without it no video plays. */
  sourceStandingOf?: SourceStandingOf
}

/** Whose box the page of a frame is about, and what can be done with it. */
export interface Chosen {
  /** `player`: no track shows the player, so the box is drawn by hand. */
  purpose: 'target' | 'player'
  trackId: number | string | null
  /** True if the track is not the stored player's. */
  isOther: boolean
  /** Null while nothing may be selected. */
  form: ActionForm | null
  /** Where the box is sent to start the analysis; null if this track cannot start from this frame. */
  start: string | null
  /** Why no box can be set; null if one can. */
  blocked: string | null
}

/** Reads which track is chosen: the one in the address or the form, else the stored player's. */
export function readChosen(input: FrameInput): Chosen {
  const { job, frame, urls, fields, service = ABLE, candidates = null } = input
  const isDrawing = textOf(fields, 'draw') === 'player'
  const named = isDrawing ? null : trackOf(job, fields)
  // The form that was refused names a track by another picture than the frame shows now.
  const isLost = named !== null && hasChanged(fields, named, suggestionOn(job, frame, named))
  const trackId = isLost ? null : named
  const isOther = trackId !== null && String(job.playerRef?.trackId) !== String(trackId)
  const mayStart = trackId !== null && canStartWith({ job, candidates }, trackId, service)
  const isHere = trackId !== null && suggestionOn(job, frame, trackId) !== null
  // If a target is stored, the button beside the list of stored boxes starts the analysis.
  const starts = mayStart && (isOther ? isHere : stepOf(job) !== 'start')
  const chosen: Omit<Chosen, 'blocked'> = {
    purpose: isDrawing ? 'player' : 'target',
    trackId,
    isOther,
    form: actionForm(job, isDrawing ? 'player-ref' : 'target', urls, service),
    start: starts ? urls.start(job.id) + urls.fromFrame(frame.n) : null,
  }
  const hasBox = isDrawing || chosen.start !== null || (job.playerRef !== null && !isOther)
  const blocked = isLost ? CHANGED_SINCE : whyBlocked(frame, chosen, hasBox, isHere, service)
  return { ...chosen, blocked }
}

function trackOf(job: Job, fields: Fields): number | string | null {
  const named = foreignId(textOf(fields, 'track') || textOf(fields, 'track_id'))
  return named === null ? (job.playerRef?.trackId ?? null) : trackIdOf(named)
}

function whyBlocked(
  frame: Frame,
  { form, trackId }: Omit<Chosen, 'blocked'>,
  hasBox: boolean,
  isHere: boolean,
  { readOnly }: ServiceFacts,
): string | null {
  if (frame.image === null) return 'The service gives no picture for this frame.'
  if (!hasPicture(frame)) return notSeen(frame)
  if (readOnly) return 'You may look at the frame, but not set a box.'
  if (form === null) return 'The analysis is queued or running, so the boxes cannot change now.'
  if (hasBox) return null
  if (frame.tracks.length === 0) {
    return 'Choose the player first. No track is seen on this frame: try another, or draw the box of the player.'
  }
  if (isHere) return 'This player is not stored yet. Press “Use this player”, then set the box.'
  return trackId === null
    ? 'Choose the player: press one on the picture or in the list.'
    : `${notOnFrame(trackId)} Press another player, or step to a frame that shows it.`
}

/** Said beside the editor: who drew the player, or who the box would be stored for. */
export function notesOf(job: Job, frame: Frame, chosen: Chosen): string[] {
  const { frames, playerRef, target } = job
  const keepsOthers = besideStored(job, frame).keep
  const { purpose, trackId, isOther, start, blocked } = chosen
  if (blocked !== null || purpose === 'player') return []
  if (trackId === null) return keepsOthers ? [] : [DRAWN]
  if (!isOther || start === null) return []
  const name = trackName(frames, trackId)
  return playerRef === null
    ? [`${name}, is not stored yet. “${START}” stores this player and this box, and starts.`]
    : [
        `${name}, is not the stored player. “${START}” stores this player in its place${dropWords(target.selections.length)}, and starts.`,
      ]
}

/** Says that the stored boxes are dropped: they show the player stored before. */
function dropWords(stored: number): string {
  return stored === 0 ? '' : `, drops the ${count(stored, 'stored box', 'stored boxes')}`
}

const DRAWN =
  'The player was drawn by hand, so there is no track to check this box against: send it with “Use it anyway”.'
