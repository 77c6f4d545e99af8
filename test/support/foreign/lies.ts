import fc from 'fast-check'

type Json = Record<string, unknown>

const STATUSES = [
  ...['WAITING_FOR_SELECTION', 'WAITING_FOR_TARGET', 'READY_TO_ENQUEUE', 'READY_TO_ENQUEUE'],
  ...['QUEUED', 'RUNNING', 'RUNNING', 'COMPLETED', 'PARTIAL', 'FAILED', 'ODD'],
] as const
const STEPS = [
  ...['QUEUED', 'QUEUE', 'READY_TO_ENQUEUE', 'TRACKING', 'TRACKING', 'EXTRACTING_FEATURES'],
  ...['DONE', 'FAILED', 'COMPLETED', 'PARTIAL', 'CANDIDATES_READY', 'SOMETHING_NEW', ''],
] as const

/** What a job says of its run. */
export const telling = fc.record({
  status: fc.constantFrom(...STATUSES),
  step: fc.constantFrom(...STEPS),
  pct: fc.oneof(fc.nat(99), fc.constantFrom(100, 140, -5, 47.6, null, '47')),
  attempt: fc.constantFrom('attempt-a', 'attempt-a', 'attempt-b', null),
  retry: fc.constantFrom(null, null, 'retry-1', 'retry-2'),
})
export type Telling = typeof telling extends fc.Arbitrary<infer T> ? T : never

/** A run on its way, of one attempt or another. */
const running: fc.Arbitrary<Telling> = fc.record({
  status: fc.constant('RUNNING' as const),
  step: fc.constantFrom('TRACKING' as const, 'EXTRACTING_FEATURES' as const),
  pct: fc.nat(99),
  attempt: fc.constantFrom('attempt-a', 'attempt-b'),
  retry: fc.constant(null),
})
const waiting: fc.Arbitrary<Telling> = fc.record({
  status: fc.constantFrom('READY_TO_ENQUEUE' as const, 'WAITING_FOR_TARGET' as const),
  step: fc.constant('READY_TO_ENQUEUE' as const),
  pct: fc.constant(22),
  attempt: fc.constantFrom('attempt-a', null),
  retry: fc.constant(null),
})
const ended: fc.Arbitrary<Telling> = fc.record({
  status: fc.constantFrom('COMPLETED' as const, 'PARTIAL' as const),
  step: fc.constant('DONE' as const),
  pct: fc.constant(100),
  attempt: fc.constantFrom('attempt-a', null),
  retry: fc.constant(null),
})

/** What the job says first and what it says next: likely tales, and any. */
export const tale = fc.oneof(
  fc.record({ first: running, second: running }),
  fc.record({ first: waiting, second: running }),
  fc.record({ first: ended, second: running }),
  fc.record({ first: telling, second: telling }),
)

const RESULTS: readonly unknown[] = [
  null,
  {},
  [],
  'text',
  { radar: {} },
  { overall_score: null, roleScore: null, radar: { Finishing: null }, breakdown: {} },
  { candidate_metrics: { coverage_pct: 0.9 } },
  { overall_score: 64.9, radar: { Finishing: 61, Heading: 0 } },
  { radar: { '': 3 } },
  { overall_score: 7, radar: { '=1+1': 50, 'Pace;@SUM(A1);': 40, '\t-2+3': 1 } },
  { overall_score: 7, radar: { '\u00a0＋1': 50, 'Pace,-1': 40 } },
  { match_rating_10: 0 },
  { tracking_signals: { samples_used: 120, coverage_pct: 0.8 } },
  { evaluation_status: 'TRACKING_FAILED' },
  { explain: ['x'] },
]

/** What a job says of itself beside its run; null: as it was recorded. */
export const lie = fc.record({
  player: fc.constantFrom(null, 'track', 'track', 'track', 'drawn', 'nobody', 'empty'),
  target: fc.constantFrom(null, 'same', 'same', 'other', 'other', 'nobody', 'none', 'confirmed'),
  /** How the target names its frame. */
  by: fc.constantFrom('key', 'key', 'time'),
  frame: fc.nat(31),
  track: fc.nat(20),
  otherTrack: fc.nat(20),
  result: fc.oneof(fc.constant('recorded'), fc.constantFrom(...RESULTS)),
})
export type Lie = typeof lie extends fc.Arbitrary<infer T> ? T : never

/** The job as it would be with such a run. */
export function tell(job: Json, { status, step, pct, attempt, retry }: Telling): Json {
  return {
    ...job,
    status,
    progress: { step, pct, message: '', analysis_attempt_id: attempt, retry_id: retry },
  }
}

/** The job with another player, target and result. */
export function lieAbout(job: Json, lie: Lie): Json {
  const frames = Array.isArray(job['preview_frames']) ? job['preview_frames'] : []
  const frame = frames[lie.frame % Math.max(1, frames.length)] as Json | undefined
  const tracks = (Array.isArray(frame?.['tracks']) ? frame['tracks'] : []) as Json[]
  const own = tracks[lie.track % Math.max(1, tracks.length)]
  const others = tracks.filter((track) => track['track_id'] !== own?.['track_id'])
  const other = others[lie.otherTrack % Math.max(1, others.length)]
  const said = { ...job }
  if (lie.result !== 'recorded') said['result'] = lie.result
  if (frame === undefined || own === undefined) return said
  const player = playerOf(lie.player, own, frame)
  if (player !== undefined) said['player_ref'] = player
  const boxes = { same: own['bbox'], other: other?.['bbox'], nobody: NOBODY } as const
  if (lie.target === null) return said
  const box = lie.target in boxes ? boxes[lie.target as keyof typeof boxes] : undefined
  const named = lie.by === 'key' ? { frame_key: frame['key'] } : {}
  const at = { frame_time_sec: frame['time_sec'], time_sec: frame['time_sec'], ...named }
  said['target'] = {
    ...(job['target'] as Json),
    confirmed: lie.target === 'confirmed',
    selections: box === undefined ? [] : [{ ...at, ...(box as Json) }],
    selection: null,
  }
  return said
}

/** A corner where the recordings show nobody. */
const NOBODY = { x: 0.98, y: 0, w: 0.02, h: 0.02 }

function playerOf(how: Lie['player'], own: Json, frame: Json): unknown {
  if (how === null) return undefined
  if (how === 'nobody') return null
  if (how === 'empty') return {}
  const box = own['bbox'] as Json
  const at = { t: frame['time_sec'], ...box }
  return how === 'drawn' ? at : { track_id: own['track_id'], ...at }
}
