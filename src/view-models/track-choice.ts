import { bearersOn, framesWith } from '../domain/frame-matching.ts'
import type { Frame, Job, Track } from '../domain/job.ts'
import type { Urls } from '../urls.ts'
import { type ActForm, actForm } from './act-form.ts'
import { sharedWords } from './format.ts'
import { type Crop, toCrop } from './picture.ts'
import { tierWords } from './track-options.ts'

/** The tracks of one frame as radio buttons, to pick the player from (`pick-player`). */
export interface TrackChoice extends ActForm {
  frameKey: string
  options: TrackOnFrame[]
}

export interface TrackOnFrame {
  value: string
  /** The accessible name begins with it: `Track 8`. */
  label: string
  words: string
  crop: Crop | null
  isPlayer: boolean
  checked: boolean
}

/** Null where the frame shows no track, has no key, or nothing may be selected now. */
export function trackChoiceOn(job: Job, frame: Frame, urls: Urls): TrackChoice | null {
  const form = actForm(job, 'pick-player', urls)
  if (form === null || frame.key === null || frame.tracks.length === 0) return null
  const player = job.playerRef?.trackId
  const isPlayer = (id: number) => player != null && String(id) === String(player)
  const checked = frame.tracks.find(({ id }) => isPlayer(id)) ?? frame.tracks[0]
  return {
    ...form,
    action: `${form.action}?page=frame`,
    frameKey: frame.key,
    options: distinct(frame.tracks).map((track) => ({
      value: String(track.id),
      label: `Track ${track.id}`,
      words: [
        tierWords(track.tier),
        `seen in ${framesWith(job.frames, track.id).length} of ${job.frames.length} frames`,
        ...(isPlayer(track.id) ? ['the chosen player'] : []),
        sharedWords(bearersOn(frame, track.id)),
      ]
        .filter((words) => words !== null)
        .join(', '),
      crop: toCrop(job.id, frame, track.box, urls, ''),
      isPlayer: isPlayer(track.id),
      checked: track === checked,
    })),
  }
}

/** The act names a track by its id, so one id is one choice. */
function distinct(tracks: readonly Track[]): Track[] {
  return tracks.filter(({ id }, index) => tracks.findIndex((other) => other.id === id) === index)
}
