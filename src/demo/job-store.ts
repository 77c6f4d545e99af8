import { randomUUID } from 'node:crypto'
import type { Dialect } from './dialect.ts'
import { type DemoJob, frameName, type Source } from './job.ts'
import { seededRandom } from './random.ts'
import { simulateMatch } from './run/simulation.ts'
import { advance } from './run/worker.ts'
import type { Look, Scene } from './scene/scene.ts'

const VIDEO_KEY = /^matches\/([\da-f-]{36})\.webm$/

/** Where the store has the video of a job's match. */
export function videoKey(jobId: string): string {
  return `matches/${jobId}.webm`
}

/** What a client says about a new job. */
export interface NewJob {
  category: string
  role: string
  source: Source
  player: { team_name: string | null; player_name: string | null; shirt_number: number | null }
}

/** A job that is there from the start, but is made only when somebody looks at it. */
export interface Seed {
  id: string
  make(): DemoJob
}

/** The demo's database: it lives as long as the server. */
export class JobStore {
  readonly #jobs = new Map<string, DemoJob>()
  readonly #seeds = new Map<string, Seed>()
  readonly #dialect: Dialect
  readonly #now: () => number
  readonly #speed: number

  constructor(dialect: Dialect, now: () => number, speed: number) {
    this.#dialect = dialect
    this.#now = now
    this.#speed = speed
  }

  /** The job as it stands now, or undefined. */
  get(id: string): DemoJob | undefined {
    const job = this.#jobs.get(id) ?? this.#grow(id)
    if (job !== undefined) advance(job, this.#now(), this.#speed)
    return job
  }

  /** Holds a job that is made when it is first asked for. */
  seed(seed: Seed): void {
    this.#seeds.set(seed.id, seed)
  }

  /** A new job whose match is made from its id; the worker begins at once unless `isQueued` is false. */
  create(given: NewJob, { id = randomUUID(), isQueued = true } = {}): DemoJob {
    const now = this.#now()
    const { source } = given
    const known = source.kind === 'key' ? this.sceneOf(source.key) : null
    const scene = known ?? simulateMatch(id, lookOf(source), lengthOf(source))
    const job: DemoJob = {
      ...newRow(id, given, scene, now),
      status: this.#dialect.createdStatus,
      previewTimes: previewTimes(scene, previewCount(id, this.#dialect)),
      detection: /\/missing[^/]*$/.test(given.source.kind === 'url' ? given.source.url : '')
        ? 'unreadable'
        : 'normal',
    }
    if (isQueued) job.life = { kind: 'detecting', since: now }
    this.#jobs.set(id, job)
    return job
  }

  /** The match that a video of the store shows; null if there is no such video. */
  sceneOf(key: string): Scene | null {
    const [, owner] = VIDEO_KEY.exec(key) ?? []
    const job = owner === undefined ? undefined : this.get(owner)
    return job === undefined || job.lostObjects ? null : job.scene
  }

  #grow(id: string): DemoJob | undefined {
    const job = this.#seeds.get(id)?.make()
    if (job !== undefined) this.#jobs.set(id, job)
    return job
  }

  /** The video time of a preview's key, seconds; null if the key is not that of a preview. */
  frameTime(job: DemoJob, key: string): number | null {
    const prefix = `jobs/${job.id}/frames/`
    if (!key.startsWith(prefix) || job.previews.length === 0) return null
    const at = job.previewTimes.findIndex((_, index) => `${prefix}${frameName(index)}` === key)
    return job.previewTimes[at] ?? null
  }
}

/** A row that rests in CREATED, without previews. */
export function newRow(id: string, given: NewJob, scene: Scene, now: number): DemoJob {
  return {
    id,
    status: 'CREATED',
    category: given.category,
    role: given.role,
    source: given.source,
    scene,
    previewTimes: [],
    previews: [],
    crops: new Map(),
    progress: { step: 'CREATED', pct: 0, message: 'Job created' },
    warnings: [],
    playerRef: null,
    target: { player: given.player, selections: [], tracking: { status: 'PENDING' } },
    result: {},
    report: null,
    error: null,
    failureReason: null,
    retryCount: 0,
    createdAt: now,
    updatedAt: now,
    life: { kind: 'resting' },
    detection: 'normal',
    ending: 'tracked',
    lostObjects: false,
  }
}

/** Spreads the times evenly over the video, without its two ends, to the millisecond. */
export function previewTimes(scene: Scene, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const sec = ((index + 1) * scene.durationSec) / (count + 1)
    return Math.round(sec * 1000) / 1000
  })
}

function previewCount(id: string, { previewCount: [low, high] }: Dialect): number {
  return low + Math.floor(seededRandom(`previews ${id}`)() * (high - low + 1))
}

/** A word in the video's address chooses the weather. */
function lookOf(source: Source): Look {
  const text = addressOf(source)
  if (/snow|winter/i.test(text)) return 'snow'
  return /dusk|evening|night/i.test(text) ? 'dusk' : 'grass'
}

/** The word "short" makes the match half as long, and so the worker twice as quick. */
function lengthOf(source: Source): 'whole' | 'short' {
  return /short/i.test(addressOf(source)) ? 'short' : 'whole'
}

function addressOf(source: Source): string {
  return source.kind === 'url' ? source.url : source.kind === 'key' ? source.key : ''
}
