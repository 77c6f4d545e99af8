import type { Box } from '../../contracts/box.ts'
import type { StoredImage } from '../images/stored-image.ts'
import type { Cut } from '../text/cut.ts'
import type { JobStatus } from './status.ts'
import type { JobVideo } from './video.ts'

export type Tier = 'PRIMARY' | 'SECONDARY'

/** One track's box on one preview frame. */
export interface Track {
  id: number
  box: Box
  tier: Tier | null
  score: number | null
}

/** A preview frame; `n` counts from 1 in the upstream's order. */
export interface Frame {
  n: number
  key: string | null
  timeSec: number | null
  width: number | null
  height: number | null
  image: StoredImage | null
  /** The image store did not give the picture when it was last asked: see `domain/frames/seen-pictures.ts`. */
  pictureLost?: boolean
  /** Where the picture is, if that is a place that `FRAME_SOURCES` does not list; it is lost then too. */
  pictureFrom?: string
  tracks: Track[]
}

/** The stored player: a track, a drawn box, or both. */
export interface PlayerRef {
  trackId: number | string | null
  timeSec: number | null
  box: Box | null
  frameKey: string | null
}

/** A box on a frame, as the analyst confirmed it. */
export interface Selection {
  frameKey: string | null
  timeSec: number | null
  box: Box
}

export interface Target {
  confirmed: boolean
  selections: Selection[]
}

/** `url` is signed: never print it. Seconds from the start of the video. */
export interface Clip {
  label: string
  url: string | null
  startSec: number | null
  endSec: number | null
}

export interface Progress {
  step: string
  /** 0 to 100, or null if the upstream says nothing. */
  pct: number | null
  message: string | null
  phase: string | null
  /** ISO 8601 in UTC, as all times of a job. */
  updatedAt: string | null
  /** The run, as far as the service names it. */
  attemptId: string | null
  retryId: string | null
  /** How often the job was tried again; null if the service does not say. */
  retryCount: number | null
  /** Parts of the video that are done, where it is analysed in parts. */
  windows: { done: number; total: number } | null
}

/** Where the video comes from, where it is a match of the service's archive. */
export interface Source {
  match: string | null
  competition: string | null
  season: string | null
  lineup: LineupPlayer[]
}

/** As the archive names them; `side` is `HOME` or `AWAY`. */
export interface LineupPlayer {
  name: string
  side: string | null
  shirt: string | null
  role: string | null
  starter: boolean
  captain: boolean
}

export interface PlayerProfile {
  teamName: string | null
  playerName: string | null
  shirtNumber: number | null
}

/** A job as the pages understand it, whichever version of the upstream said it. */
export interface Job {
  id: string
  status: JobStatus
  role: string | null
  category: string | null
  progress: Progress
  frames: Frame[]
  /** null also for `{}`: a reference without a track and without a box does not count. */
  playerRef: PlayerRef | null
  target: Target
  /** The fence (docs/contract.md#attempts); null if the upstream has none yet. */
  attemptId: string | null
  player: PlayerProfile
  source: Source
  /** Secret: never print it. Null if no new job can name it. */
  video: JobVideo | null
  fullMatch: boolean
  warnings: string[]
  error: string | null
  failureReason: string | null
  /** As the upstream gave it; `domain/result/result.ts` reads it. */
  result: unknown
  /** Signed or foreign URL: never print it. */
  inputVideoUrl: string | null
  clips: Clip[]
  framesProcessed: number | null
  /** Lists that are longer than any real job's, of which only the beginning stands here. */
  cuts: Cut[]
  /** Of the answer that it was read from: whoever keeps jobs bounds them. */
  bytes?: number
  createdAt: string | null
  updatedAt: string | null
  /** Of what watchers are told: a page that shows this state need not hear it again. */
  liveDigest: string
  /** The same of the player's names, which the state does not tell. */
  namesDigest: string
  /**
   * When this process first saw the present state, milliseconds as `Date.now()`; `seen` is false where
   * it is only the first look, and later than `staleAfterMs` is too long. Absent if nobody keeps an
   * eye on the job.
   */
  lastChange?: { at: number; seen: boolean; staleAfterMs: number }
}
