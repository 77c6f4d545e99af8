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
  /** The origin of the picture, if `FRAME_SOURCES` does not list it. The picture counts as lost then too. */
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

/** A box on a frame that the analyst confirmed. */
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
  /** The id of the run, if the service gives one. */
  attemptId: string | null
  retryId: string | null
  /** How often the job was tried again; null if the service does not say. */
  retryCount: number | null
  /** How many parts of the video are done; null if it is not analysed in parts. */
  windows: { done: number; total: number } | null
}

/** The match of the service's archive that the video comes from; all null if it comes from elsewhere. */
export interface Source {
  match: string | null
  competition: string | null
  season: string | null
  lineup: LineupPlayer[]
}

/** A player as the archive lists them; `side` is `HOME` or `AWAY`. */
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

/** A job as the pages use it, the same for every version of the upstream. */
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
  /** The lists that were too long: only their beginnings are kept here. */
  cuts: Cut[]
  /** The size of the answer that the job was read from. Caches of jobs are bounded by it. */
  bytes?: number
  createdAt: string | null
  updatedAt: string | null
  /** Digest of the live state. A page that shows this state need not be told again. */
  liveDigest: string
  /** Digest of the player's names, which the live state does not contain. */
  namesDigest: string
  /**
   * When this process first saw the present state, milliseconds as `Date.now()`. `seen` is false if no change
   * was seen yet, only a first look. The state is stale if it is older than `staleAfterMs`. Absent if nobody
   * watches the job.
   */
  lastChange?: { at: number; seen: boolean; staleAfterMs: number }
}
