import type { Frame, Job, Track } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { suggestionOn } from '../../domain/player/suggestion.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { sharedWords } from '../format.ts'
import { seenWords } from '../job/stored-player.ts'
import { tierWords } from '../job/track-options.ts'
import { type Crop, toCrop } from './picture.ts'

/** Tracks of one frame as radio buttons, to take the player from. */
export interface TrackChoice extends ActionForm {
  legend: string
  /** `trackId` of a proposal, or `track_id` of a track on the frame: each action has its own word. */
  field: 'trackId' | 'track_id'
  frameKey: string
  options: TrackOnFrame[]
  /** What is stored, where it is not the track itself. */
  hint: string | null
}

interface TrackOnFrame {
  value: string
  /** The accessible name begins with it: `Track 8`. */
  label: string
  words: string
  crop: Crop | null
  isPlayer: boolean
  checked: boolean
}

const ON_THIS_FRAME = 'Tracks on this frame'

/**
 * Empty if the frame shows no track, has no key, or nothing may be selected now. All tracks in one
 * form where the service has `pick-player`; else its proposals by `select-track`, the others by their box.
 */
export function trackChoicesOn(
  job: Job,
  frame: Frame,
  urls: Urls,
  service: ServiceFacts = ABLE,
  candidates: Candidates | null = null,
): TrackChoice[] {
  const { tracks } = frame
  const pick = actionForm(job, 'pick-player', urls, service)
  if (pick) return choice(job, frame, urls, pick, { tracks })
  const proposals = new Set(candidates?.items.map(({ trackId }) => trackId))
  const isProposed = ({ id }: Track) => proposals.has(id)
  const [proposed, others] = [tracks.filter(isProposed), tracks.filter((one) => !isProposed(one))]
  const select = actionForm(job, 'select-track', urls, service)
  const draw = actionForm(job, 'player-ref', urls, service)
  return [
    ...choice(job, frame, urls, select, { tracks: proposed, field: 'trackId' }),
    ...choice(job, frame, urls, draw, {
      tracks: others,
      legend: proposed.length > 0 ? 'Other tracks on this frame' : ON_THIS_FRAME,
      hint: 'This version of the service stores the box of the track as the player.',
    }),
  ]
}

function choice(
  job: Job,
  frame: Frame,
  urls: Urls,
  form: ActionForm | null,
  more: Pick<Frame, 'tracks'> & Partial<Pick<TrackChoice, 'legend' | 'hint' | 'field'>>,
): TrackChoice[] {
  const { tracks, legend = ON_THIS_FRAME, hint = null, field = 'track_id' } = more
  if (form === null || frame.key === null || tracks.length === 0) return []
  const player = job.playerRef?.trackId
  const isPlayer = (id: number) => player != null && String(id) === String(player)
  const checked = tracks.find(({ id }) => isPlayer(id)) ?? tracks[0]
  return [
    {
      ...form,
      action: `${form.action}?page=frame`,
      legend,
      field,
      hint,
      frameKey: frame.key,
      options: distinct(tracks).map((track) => ({
        value: String(track.id),
        label: `Track ${track.id}`,
        words: [
          tierWords(track.tier),
          ...seenWords(job, track.id),
          ...(isPlayer(track.id) ? ['the chosen player'] : []),
          sharedWords(suggestionOn(job, frame, track.id)?.bearers ?? 1),
        ]
          .filter((words) => words !== null)
          .join(', '),
        crop: toCrop(job.id, frame, track.box, urls, ''),
        isPlayer: isPlayer(track.id),
        checked: track === checked,
      })),
    },
  ]
}

/** The action names a track by its id, so one id is one choice. */
function distinct(tracks: readonly Track[]): Track[] {
  const ids = new Set<number>()
  return tracks.filter(({ id }) => ids.size < ids.add(id).size)
}
