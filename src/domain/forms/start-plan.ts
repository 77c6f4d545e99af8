import { isMismatch, same, toPixels } from '../box/box.ts'
import { frameSizeOf } from '../frames/frame-size.ts'
import { hasPicture, notSeen } from '../frames/seen-pictures.ts'
import type { Action } from '../job/allowed-actions.ts'
import { hasEnded, isActive, stepOf } from '../job/flow.ts'
import type { Job } from '../job/job.ts'
import type { ServiceFacts } from '../job/service-facts.ts'
import { BOXES_FULL, besideStored, storedOn } from '../player/stored-boxes.ts'
import type { Suggestion } from '../player/suggestion.ts'
import { foreignText } from '../text/foreign-text.ts'
import { ownSideIn } from '../track/known.ts'
import { type Fields, type FormContext, type FormFault, textOf } from './fields.ts'
import { boxOf, frameFields, frameOf, NO_FRAME } from './frame-fields.ts'
import { namingIn } from './names.ts'
import { CHANGED_SINCE, hasChanged, notOnFrame, suggestionIn } from './seen-box.ts'
import { CHOOSE, chosenIn, TRACK_FIELDS } from './track-field.ts'

/** One action of a plan, with its own form. */
export interface PlannedAction {
  action: Action
  fields: Fields
}

/** The fields of the box in the editor's form. */
const BOX = ['frame_size', 'left', 'top', 'width', 'height']

/**
 * The actions behind "Start with this player": choose the track that the form names, store the player's names if the
 * form changes them, store the box as the target, start. The box is the one in the form. Without one, it is the track's
 * own box on the frame that the form names, or else on the frame that the page showed. Nothing is stored twice, and no
 * other box of the player is lost.
 */
export function startPlan(
  fields: Fields,
  { job, candidates, shirts = null }: FormContext,
  service: ServiceFacts,
): PlannedAction[] | { faults: FormFault[] } {
  const { field, track } = chosenIn(fields)
  const refuse = (message: string) => ({ faults: [{ field, message }] })
  if (track === '') return refuse(CHOOSE)
  const proposal = candidates?.items.find(({ trackId }) => String(trackId) === track) ?? null
  const choose = isChosen(job, track) ? null : chooseBy(proposal !== null, service)
  if (choose === 'nothing') return refuse(BY_HAND)
  // Without the proposals, another frame of the track would be the best, and the action would be another.
  if (choose !== null && field === 'trackId' && proposal === null) return refuse(NOT_PROPOSED)
  const named = frameOf(fields, job)
  if (named === null && namesFrame(fields)) {
    return { faults: [{ field: 'frame_key', message: NO_FRAME }] }
  }
  const found = suggestionIn(fields, job, track, proposal, ownSideIn(job, track, shirts))
  const frame = named ?? found?.frame
  const shown = foreignText(track)
  if (!frame) return refuse(`Track ${shown} is seen on no preview frame. ${BY_HAND}`)
  if (!hasPicture(frame)) return refuse(notSeen(frame))
  const isDrawn = fields['left'] !== undefined
  const { keep: keepsOthers, full } = besideStored(job, frame)
  if (!isDrawn && found === null) return refuse(notOnFrame(track))
  if (!isDrawn && found !== null && found.bearers > 1) {
    return refuse(`Several people on this frame have the number of track ${shown}. ${BY_HAND}`)
  }
  if (hasChanged(fields, track, found)) return refuse(CHANGED_SINCE)
  const naming = namingIn(fields, job, service)
  if ('faults' in naming) return naming
  const discard = keep(fields, ['discard'])
  const enqueue: PlannedAction = { action: 'enqueue', fields: discard }
  if (choose === null && !isDrawn && stepOf(job) === 'start')
    return fenced([...naming, enqueue], fields)
  const place = frameFields(frame)
  const isAdded = choose === null && keepsOthers
  if (isAdded && full) return refuse(BOXES_FULL)
  // `selection` does not compare the box with the track, so we compare them here, as `target` would do.
  if (isAdded && isDrawn && found !== null && missesTrack(fields, found)) {
    return refuse(`This box hardly covers track ${shown}. If it is right, add it, and start then.`)
  }
  const common = { ...place, ...keep(fields, ['seen', 'discard']) }
  const boxed = { ...common, track_id: track, ...keep(fields, [...BOX, 'force']) }
  return fenced(
    [
      ...(choose === null
        ? []
        : [{ action: choose, fields: { ...common, [TRACK_FIELDS[choose]]: track } }]),
      ...naming,
      { action: isAdded ? 'selection' : 'target', fields: boxed },
      enqueue,
    ],
    fields,
  )
}

/** True if the analysis already runs with exactly the player, frame and box that the form names. */
export function hasStarted(fields: Fields, job: Job, track: string): boolean {
  if (!isActive(job) || String(job.playerRef?.trackId) !== track) return false
  if (!namesFrame(fields)) return true
  const frame = frameOf(fields, job)
  if (frame === null) return false
  const here = storedOn(job, frame)
  if (fields['left'] === undefined) return here.length > 0
  const size = frameSizeOf(frame)
  const read = boxOf(fields, frame)
  return 'box' in read && here.some(({ box }) => same(read.box, toPixels(box, size)))
}

/** True also for a form whose frame is gone, because a box drawn on one frame must never be stored on another. */
function namesFrame(fields: Fields): boolean {
  return ['frame_key', 'time_sec', 'left'].some((name) => textOf(fields, name) !== '')
}

/** True if the drawn box hardly covers the track. False for an unreadable box, which the form of its action refuses. */
function missesTrack(fields: Fields, { frame, track }: Suggestion): boolean {
  const read = boxOf(fields, frame)
  return 'box' in read && isMismatch(read.box, toPixels(track.box, frameSizeOf(frame)))
}

/** Only the first action carries the attempt of the page, because it changes the job for the actions after it. */
function fenced([first, ...more]: PlannedAction[], fields: Fields): PlannedAction[] {
  return [{ ...first!, fields: { ...first!.fields, ...keep(fields, ['attempt']) } }, ...more]
}

/** True if a start is possible: the worker is there, and the track is chosen or the service has a way to choose it. */
export function canStartWith(
  { job, candidates }: FormContext,
  track: number | string,
  service: ServiceFacts,
): boolean {
  const isProposal = candidates?.items.some(({ trackId }) => String(trackId) === String(track))
  return (
    !service.workerAway &&
    (isChosen(job, String(track)) || chooseBy(isProposal === true, service) !== 'nothing')
  )
}

const NOT_PROPOSED =
  'The service does not say now which players it proposes. Load the page again, then choose.'
const BY_HAND = 'Choose the player and confirm the target one after the other.'

/** True if the track is chosen already. False after a run: the service starts no job again unchanged. */
export function isChosen(job: Job, track: string): boolean {
  return stepOf(job) !== 'player' && !hasEnded(job) && String(job.playerRef?.trackId) === track
}

/** The action that chooses the track: `select-track` for a proposal, else `pick-player` if the service has it. */
function chooseBy(
  isProposal: boolean,
  { lacks }: ServiceFacts,
): keyof typeof TRACK_FIELDS | 'nothing' {
  if (isProposal) return 'select-track'
  return lacks.has('pick-player') ? 'nothing' : 'pick-player'
}

function keep(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  )
}
