import { framesWith } from '../domain/frame-matching.ts'
import type { Frame, Job } from '../domain/job.ts'
import type { Urls } from '../urls.ts'
import { type ActForm, actForm } from './act-form.ts'
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
    options: frame.tracks.map((track) => ({
      value: String(track.id),
      label: `Track ${track.id}`,
      words: [
        tierWords(track.tier),
        `seen in ${framesWith(job.frames, track.id).length} of ${job.frames.length} frames`,
        ...(isPlayer(track.id) ? ['the chosen player'] : []),
      ]
        .filter((words) => words !== null)
        .join(', '),
      crop: toCrop(job.id, frame, track.box, urls, ''),
      isPlayer: isPlayer(track.id),
      checked: track === checked,
    })),
  }
}
