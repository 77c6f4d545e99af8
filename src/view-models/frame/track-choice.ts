import type { Fields } from '../../domain/forms/fields.ts'
import { seenText } from '../../domain/forms/seen-box.ts'
import type { TrackField } from '../../domain/forms/track-field.ts'
import { isActive } from '../../domain/job/flow.ts'
import type { Frame, Job, Track } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { storedTrack } from '../../domain/player/stored-track.ts'
import { suggestionOn } from '../../domain/player/suggestion.ts'
import { letterOf } from '../../domain/track/letter.ts'
import { placeOf } from '../../domain/track/place.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { sharedWords } from '../format.ts'
import { canName, type NameFields, nameFields } from '../job/name-fields.ts'
import { seenWords } from '../job/stored-player.ts'
import { tierWords } from '../job/track-options.ts'
import {
  otherShirtWord,
  shirtWord,
  type TrackLife,
  type TracksKnown,
  toTrackLife,
  tracksKnown,
} from '../track/life.ts'
import { playerQuestion } from '../track/question.ts'
import { type Crop, toCrop } from './picture.ts'
import { trackName } from './track-name.ts'

/** The tracks of one frame as radio buttons, to choose the player. */
export interface TrackChoice extends ActionForm {
  legend: string
  /** `trackId` of a proposal, or `track_id` of a track on the frame: each action has its own word. */
  field: TrackField
  frameKey: string
  /** What the page shows of each track (`seenText`), so that no other box is stored. */
  seen: string
  options: TrackOnFrame[]
  /** As in `PlayerChoice`. */
  stored: string | null
  /** Where "Start with this player" is sent, with the track's own box; null beside an editor, which has a box. */
  start: string | null
  /** What is stored if it is not the track itself; else null. */
  hint: string | null
  /** Who the result is filed under; null where the service takes no names with the choice. */
  names: NameFields | null
}

interface TrackOnFrame {
  value: string
  /** The letter on the picture. Its key chooses the track while the list has the focus. */
  letter: string | null
  /** The beginning of the accessible name: `trackName`. */
  label: string
  words: string
  crop: Crop | null
  life: TrackLife
  checked: boolean
}

/** What a frame's choice is made from. */
export interface OnFrame {
  job: Job
  frame: Frame
  urls: Urls
  /** The track whose radio button is checked; null: none is. */
  trackId: number | string | null
  /** See `TrackChoice`. */
  start: string | null
  service?: ServiceFacts
  candidates?: Candidates | null
  /** Null while nobody has looked at the shirts. */
  shirts?: ShirtsSeen | null
  /** The form as it was refused; null where there is none. */
  typed?: Fields | null
}

/**
 * Empty if the frame shows no track, has no key, or nothing may be selected now. With `pick-player`
 * one form has all tracks. Without it, one form has the proposals (`select-track`), another the other tracks.
 */
export function trackChoicesOn(on: OnFrame): TrackChoice[] {
  const { job, frame, urls, service = ABLE, candidates = null, shirts = null } = on
  const { tracks } = frame
  if (tracks.length === 0 || isActive(job)) return []
  const known = tracksKnown(job, shirts)
  const pick = actionForm(job, 'pick-player', urls, service)
  if (pick) return choice(on, pick, known, { tracks })
  const proposals = new Set(candidates?.items.map(({ trackId }) => trackId))
  const isProposed = ({ id }: Track) => proposals.has(id)
  const [proposed, others] = [tracks.filter(isProposed), tracks.filter((one) => !isProposed(one))]
  const select = actionForm(job, 'select-track', urls, service)
  const draw = actionForm(job, 'player-ref', urls, service)
  return [
    ...choice(on, select, known, { tracks: proposed, field: 'trackId' }),
    ...choice({ ...on, start: null }, draw, known, {
      tracks: others,
      legend: proposed.length > 0 ? 'Other tracks on this frame' : playerQuestion(job),
      hint: 'This version of the service stores the track’s box as the player.',
    }),
  ]
}

function choice(
  { job, frame, urls, trackId, start, service = ABLE, typed = null }: OnFrame,
  form: ActionForm | null,
  known: TracksKnown,
  more: Pick<Frame, 'tracks'> & Partial<Pick<TrackChoice, 'legend' | 'hint' | 'field'>>,
): TrackChoice[] {
  const { tracks, legend = playerQuestion(job), hint = null, field = 'track_id' } = more
  if (form === null || frame.key === null || tracks.length === 0) return []
  const player = job.playerRef?.trackId
  const isPlayer = (id: number) => player != null && String(id) === String(player)
  return [
    {
      ...form,
      action: form.action + urls.fromFrame(frame.n),
      legend,
      field,
      hint,
      start,
      stored: storedTrack(job),
      names: canName(job, urls, service) && !hint ? nameFields(job, 'choice', typed) : null,
      frameKey: frame.key,
      seen: seenText(distinct(tracks).flatMap(({ id }) => suggestionOn(job, frame, id) ?? [])),
      options: distinct(tracks).map((track) => ({
        value: String(track.id),
        letter: letterOf(job.frames, track.id),
        label: trackName(job.frames, track.id),
        words: [
          placeOf(frame, track.box),
          shirtWords(known, frame, track.id),
          tierWords(track.tier),
          ...seenWords(job, track.id),
          ...(isPlayer(track.id) ? ['the chosen player'] : []),
          sharedWords(suggestionOn(job, frame, track.id)?.bearers ?? 1),
        ]
          .filter((words) => words !== null)
          .join(', '),
        crop: toCrop(job.id, frame, track.box, urls, ''),
        life: toTrackLife(job, known, track.id, urls, 'brief'),
        checked: String(track.id) === String(trackId),
      })),
    },
  ]
}

function shirtWords(known: TracksKnown, frame: Frame, trackId: number): string | null {
  const [word, here] = [shirtWord(known, trackId), otherShirtWord(known, frame, trackId)]
  if (word === null) return null
  return here === null ? `${word} shirt` : `${word} shirt, but ${here} on this frame`
}

/** The action names a track by its id, so one id is one choice. */
function distinct(tracks: readonly Track[]): Track[] {
  const ids = new Set<number>()
  return tracks.filter(({ id }) => ids.size < ids.add(id).size)
}
