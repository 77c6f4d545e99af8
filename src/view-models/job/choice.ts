import { seenText } from '../../domain/forms/seen-box.ts'
import { chosenIn, type TrackField } from '../../domain/forms/track-field.ts'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { isActive, stepOf } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidate, Candidates } from '../../domain/player/candidates.ts'
import { storedTrack } from '../../domain/player/stored-track.ts'
import type { Cut } from '../../domain/text/cut.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { type TracksKnown, tracksKnown } from '../track/life.ts'
import { playerQuestion } from '../track/question.ts'
import { canName, type NameFields, nameFields } from './name-fields.ts'
import { candidateOptions, frameTrackOptions, type TrackOption } from './track-options.ts'
import type { TypedForm } from './typed-form.ts'

/** A form with a radio button per track. */
export interface PlayerChoice extends ActionForm {
  /** `trackId` of a candidate, or `track_id` of a track in the frames: each action has its own word. */
  field: TrackField
  /** `Which one is L. Okafor, number 9?` */
  question: string
  /** What the page shows of each track (`seenText`), so that no other box is stored. */
  seen: string
  /** The track that needs no draft, because it is stored. */
  stored: string | null
  /** True if the form was sent and refused. */
  isRefused: boolean
  /** True if that happened to the track of the form that was sent. */
  hasTurned: boolean
  /** The tracks by the colour of their shirts if known; the most seen colour first. */
  groups: TrackGroup[]
  /** Where the page asks for the choice again once the shirts are known; null if nobody looks at shirts. */
  shirtsHref: string | null
  /** Says where the tracks come from; null if they are the detector's proposals. */
  hint: string | null
  /** What is left out of the tracks in the frames. */
  cuts: Cut[]
  /** Where "Start with this player" is sent; null if the player and the target must be stored one by one. */
  start: string | null
  /** Who the result is filed under; null where the service takes no names with a choice. */
  names: NameFields | null
}

interface TrackGroup {
  /** `Blue shirts`; null where no shirt is known. */
  label: string | null
  options: TrackOption[]
}

/** What is known of the tracks in addition to the job. */
export interface TrackFacts {
  /** Null while nobody has looked at the shirts; empty where none could be seen. */
  shirts: ShirtsSeen | null
  /** The detector's proposals as they were before a selection took them away. */
  said: readonly Candidate[]
}

/**
 * Offers the candidates first. A selection wipes them; then the tracks of the frames are offered
 * (docs/architecture.md#rule-7, docs/architecture.md#rule-12): by `pick-player` if the service has it, else by box.
 */
export function choiceOf(
  job: Job,
  candidates: Candidates | null,
  urls: Urls,
  service: ServiceFacts,
  { shirts, said }: TrackFacts,
  typed: TypedForm | null,
): PlayerChoice | null {
  if (isActive(job)) return null
  const known = tracksKnown(job, shirts)
  const shirtsHref = (action: Action) =>
    shirts === null && stepOf(job) === 'player' ? urls.tracks(job.id, action) : null
  const shared = {
    question: playerQuestion(job),
    stored: storedTrack(job),
    isRefused: typed?.isSent === true,
    names: canName(job, urls, service) ? nameFields(job, 'choice', typed?.fields ?? null) : null,
  }
  const proposed = candidateOptions(job, candidates?.items ?? [], known, urls, typed)
  const select = actionForm(job, 'select-track', urls, service)
  if (proposed.length > 0 && select) {
    const start = startOf(job, proposed, urls, service)
    const groups = grouped(proposed, known)
    const seen = seenOf(proposed)
    const field = 'trackId'
    const more = { shirtsHref: shirtsHref('select-track'), hasTurned: isLost(proposed, typed) }
    return { ...select, ...shared, ...more, field, seen, groups, hint: null, cuts: [], start }
  }
  const cuts: Cut[] = []
  const seen = frameTrackOptions(job, said, known, urls, cuts, typed)
  const pick = actionForm(job, 'pick-player', urls, service)
  const form = pick ?? actionForm(job, 'player-ref', urls, service)
  if (seen.length === 0 || !form) return null
  return {
    ...form,
    ...shared,
    shirtsHref: shirtsHref(pick ? 'pick-player' : 'player-ref'),
    // The service takes names only for a player on a track, and without `pick-player` it stores only a box.
    names: pick && shared.names,
    field: 'track_id',
    hasTurned: isLost(seen, typed),
    seen: seenOf(seen),
    groups: grouped(seen, known),
    hint: hintOf(candidates, pick !== null),
    cuts,
    start: pick && startOf(job, seen, urls, service),
  }
}

/** True if the form that was sent names a track, and that track is not chosen any more. */
function isLost(options: readonly TrackOption[], typed: TypedForm | null): boolean {
  if (!typed?.isSent || chosenIn(typed.fields).track === '') return false
  return !options.some(({ checked }) => checked)
}

function seenOf(options: readonly TrackOption[]): string {
  return seenText(options.flatMap(({ shown }) => shown ?? []))
}

/** Makes one group if no shirt is known, else one for each colour. Tracks without a known shirt come last. */
function grouped(options: TrackOption[], { colours }: TracksKnown): TrackGroup[] {
  const groups = [...colours, null].flatMap((colour): TrackGroup[] => {
    const members = options.filter(({ shirt }) => shirt === colour)
    const label = colour === null ? 'Shirt not seen' : `${capital(colour)} shirts`
    return members.length === 0 ? [] : [{ label, options: members }]
  })
  return colours.length === 0 ? [{ label: null, options }] : groups
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Null while the worker is away, or if no track has a picture to show its box on. */
function startOf(
  job: Job,
  options: readonly TrackOption[],
  urls: Urls,
  { workerAway }: ServiceFacts,
): string | null {
  if (workerAway || options.every(({ crop }) => crop === null)) return null
  return urls.start(job.id)
}

/** `candidates` is null if the service did not answer: nobody knows whether it holds any. */
function hintOf(candidates: Candidates | null, canPick: boolean): string {
  const held =
    candidates === null
      ? 'The service did not say which players it proposes'
      : 'The service no longer holds its proposals'
  return canPick
    ? `${held}, so these are the tracks seen in the preview frames.`
    : `${held}, and this version of it cannot take a track from a frame: the track’s box on the frame that is shown is stored as the player.`
}
