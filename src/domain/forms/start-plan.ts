import { hasPicture, notSeen } from '../frames/seen-pictures.ts'
import type { Action } from '../job/allowed-actions.ts'
import { stepOf } from '../job/flow.ts'
import type { Job } from '../job/job.ts'
import type { ServiceFacts } from '../job/service-facts.ts'
import { bestSuggestion, suggestionOn } from '../player/suggestion.ts'
import { foreignText } from '../text/foreign-text.ts'
import { type Fields, type FormContext, type FormFault, textOf } from './fields.ts'
import { frameFields, frameOf } from './frame-fields.ts'

/** One action of a plan, with the form that it is judged from. */
export interface PlannedAction {
  action: Action
  fields: Fields
}

/** The box of the editor, as its form sends it. */
const BOX = ['frame_size', 'left', 'top', 'width', 'height']

/**
 * "Start with this player" as the actions that it stands for: choose the track that the form names, store its box
 * as the target, start. The box is that of the form where it holds one, else the track's own on the frame that the
 * form names, else on the track's best frame. A player that is chosen already is not chosen again.
 */
export function startPlan(
  fields: Fields,
  { job, candidates }: FormContext,
  service: ServiceFacts,
): PlannedAction[] | { faults: FormFault[] } {
  const field = textOf(fields, 'trackId') === '' ? 'track_id' : 'trackId'
  const track = textOf(fields, field)
  const refuse = (message: string) => ({ faults: [{ field, message }] })
  if (track === '') return refuse('Choose a player.')
  const proposal = candidates?.items.find(({ trackId }) => String(trackId) === track) ?? null
  const choose = isChosen(job, track) ? null : chooseBy(proposal !== null, service)
  if (choose === 'nothing') return refuse(BY_HAND)
  const named = frameOf(fields, job)
  const found = named ? suggestionOn(job, named, track) : bestSuggestion(job, track, proposal)
  const frame = named ?? found?.frame
  const shown = foreignText(track)
  if (!frame) return refuse(`Track ${shown} is seen on no preview frame. ${BY_HAND}`)
  if (!hasPicture(frame)) return refuse(notSeen(frame))
  const isDrawn = fields['left'] !== undefined
  if (!isDrawn && found === null) return refuse(`Track ${shown} is not seen on this frame.`)
  if (!isDrawn && found !== null && found.bearers > 1) {
    return refuse(`Several people on this frame have the number of track ${shown}. ${BY_HAND}`)
  }
  const place = frameFields(frame)
  const discard = keep(fields, ['discard'])
  const [first, ...more]: PlannedAction[] = [
    ...(choose === null
      ? []
      : [{ action: choose.action, fields: { ...place, [choose.field]: track, ...discard } }]),
    {
      action: 'target',
      fields: { ...place, track_id: track, ...keep(fields, [...BOX, 'force']), ...discard },
    },
    { action: 'enqueue', fields: discard },
  ]
  // What follows is judged on the job as the action before has left it.
  return [{ ...first!, fields: { ...first!.fields, ...keep(fields, ['attempt']) } }, ...more]
}

/** Whether a plan can be made for the track: the service must have a way to choose it. */
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

const BY_HAND = 'Choose the player and confirm the target one after the other.'

function isChosen(job: Job, track: string): boolean {
  return stepOf(job) !== 'player' && String(job.playerRef?.trackId) === track
}

/** A proposal by its own action; any other track by `pick-player`, where the service has it. */
function chooseBy(isProposal: boolean, { lacks }: ServiceFacts) {
  if (isProposal) return { action: 'select-track', field: 'trackId' } as const
  return lacks.has('pick-player')
    ? 'nothing'
    : ({ action: 'pick-player', field: 'track_id' } as const)
}

function keep(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  )
}
