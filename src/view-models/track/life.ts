import { hasTracks } from '../../domain/frames/frame-matching.ts'
import { stepOf } from '../../domain/job/flow.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { type Sighting, sightingsOf } from '../../domain/player/sightings.ts'
import { colourWords } from '../../domain/track/colour-words.ts'
import { livesWith } from '../../domain/track/known.ts'
import type { Doubt, Lives } from '../../domain/track/lives.ts'
import { gapsOf } from '../../domain/track/presence.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import { spreadOver } from '../../domain/track/spread.ts'
import type { Urls } from '../../urls.ts'
import { clock, count } from '../format.ts'
import { type Crop, toSmallCrop } from '../frame/picture.ts'
import { type Strip, toStrip } from './strip.ts'

/** Whether a track is one person all along, for `views/fragments/track/life.eta`. */
export interface TrackLife {
  /** `Crops of track 8 over time`. */
  cropsName: string
  /** At most six, in order of time. */
  crops: { crop: Crop; time: string }[]
  /** Null where no frame says who is seen on it. */
  strip: Strip | null
  doubts: { words: string; href: string; link: string }[]
}

/** What is known of all tracks of a job; made once for a page. */
export interface TracksKnown {
  lives: Lives
  /** A word for each shirt of `lives.shirts`. */
  colours: string[]
}

const CROPS = 6

/** Kept as long as the lives that it was made from. */
const known = new WeakMap<Lives, TracksKnown>()

/** `shirts` is null while nobody has looked at them. */
export function tracksKnown({ frames }: Job, shirts: ShirtsSeen | null): TracksKnown {
  const lives = livesWith(frames, shirts)
  const tracks = known.get(lives) ?? {
    lives,
    colours: colourWords(lives.shirts.map(({ colour }) => colour)),
  }
  known.set(lives, tracks)
  return tracks
}

export function toTrackLife(
  job: Job,
  { lives, colours }: TracksKnown,
  trackId: number,
  urls: Urls,
  how: 'with crops' | 'brief' = 'with crops',
): TrackLife {
  const name = `track ${trackId}`
  const doubts = lives.of.get(trackId)?.doubts ?? []
  const gaps = gapsOf(job.frames, trackId)
  // In other steps the choice is folded, and nobody would see its pictures.
  const isAsked = how === 'with crops' && stepOf(job) === 'player'
  const shown = !isAsked
    ? []
    : spreadOver(sightingsOf(job.frames, trackId), CROPS, doubts[0]?.at.frame.n ?? null)
  return {
    cropsName: `Crops of ${name} over time`,
    crops: shown.flatMap((sighting) => cropOf(job, sighting, urls)),
    strip: hasTracks(job.frames) ? toStrip(job.frames, trackId, doubts, gaps) : null,
    doubts: doubts.map((doubt) => ({
      words: doubtWords(doubt, colours),
      href: urls.frame(job.id, doubt.at.frame.n, { track: trackId }),
      link: `look at frame ${doubt.at.frame.n}`,
    })),
  }
}

function cropOf(job: Job, { frame, track }: Sighting, urls: Urls): TrackLife['crops'] {
  const time = clock(frame.timeSec)
  const crop = toSmallCrop(job.id, frame, track.box, urls, `Frame ${frame.n} at ${time}`)
  return crop === null ? [] : [{ crop, time }]
}

function doubtWords(doubt: Doubt, colours: readonly string[]): string {
  const at = clock(doubt.at.frame.timeSec)
  if (doubt.kind === 'shirt') {
    const [before, after] = doubt.groups.map((group) => colours[group])
    return `The shirt changes from ${before} to ${after} at ${at}`
  }
  const way = count(Math.round(doubt.metres), 'metre')
  return `Jumps at ${at}: at least ${way} in ${doubt.seconds.toFixed(1)} s, and nobody runs that fast`
}

/** The shirt that a track is seen in most, in a word; null where it is not known. */
export function shirtWord({ lives, colours }: TracksKnown, trackId: number): string | null {
  const shirt = lives.of.get(trackId)?.shirt ?? null
  return shirt === null ? null : (colours[shirt] ?? null)
}

/** The shirt of a track on this frame, if it differs from the shirt that it is seen in most; else null. */
export function otherShirtWord(
  { lives, colours }: TracksKnown,
  frame: Frame,
  trackId: number,
): string | null {
  const [here, most] = [lives.shirtOn(frame, trackId), lives.of.get(trackId)?.shirt ?? null]
  return here === null || here === most ? null : (colours[here] ?? null)
}
