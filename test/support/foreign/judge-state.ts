// One file: the judges share one reading of a job, which is taken from nothing in `src`.

import assert from 'node:assert/strict'

/**
 * What pages may say of a job, judged by what the service said and by nothing of `src`: an oracle of its own.
 * Where the service's words can be taken in two ways, it judges nothing.
 */
type Json = Record<string, unknown>
interface Box {
  x: number
  y: number
  w: number
  h: number
}

const KNOWN = new Set([
  ...['CREATED', 'WAITING_FOR_SELECTION', 'WAITING_FOR_PLAYER', 'WAITING_FOR_TARGET'],
  ...['READY_TO_ENQUEUE', 'QUEUED', 'RUNNING', 'COMPLETED', 'PARTIAL', 'FAILED'],
  'WAITING_FOR_ANCHOR',
])
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Unknown states are queued ones (docs/decisions/upstream.md). */
function statusOf(job: Json): string {
  return typeof job['status'] === 'string' && KNOWN.has(job['status']) ? job['status'] : 'QUEUED'
}
const isFinished = (job: Json) => ['COMPLETED', 'PARTIAL'].includes(statusOf(job))

export interface Pages {
  job: string
  list: string
  result: string
}

const badgeOf = (page: string) => /<span class="badge"[^>]*>([^<]*)</.exec(page)?.[1] ?? null

/** A finished job shows a result or says that it is missing, everywhere alike; no other job claims one. */
export function judgeEnd(job: Json, pages: Pages) {
  const saysMissing = {
    job: badgeOf(pages.job) === 'Result missing',
    list: badgeOf(pages.list) === 'Result missing',
    result: pages.result.includes('The result is missing'),
  }
  if (!isFinished(job)) {
    const claims = /The analysis has finished\.|>Finished<|Result missing/
    for (const [name, page] of Object.entries(pages)) {
      assert.doesNotMatch(page, claims, `${name}: ${statusOf(job)} is not finished`)
    }
    return
  }
  const said = JSON.stringify(saysMissing)
  const { result } = saysMissing
  assert.deepEqual(saysMissing, { job: result, list: result, result }, 'pages disagree')
  if (saysNothing(job['result'])) assert.ok(result, `an empty result is not missing: ${said}`)
  const numbers = /<data value="|<dd><strong>[^<]/.test(pages.result)
  if (result) assert.ok(!numbers, 'numbers of a result that is missing')
  else
    assert.ok(
      numbers || /not found again|gives no numbers/.test(pages.result),
      `neither result nor missing: ${near(pages.result, '<h1')}`,
    )
}

/** No number, word or truth anywhere, but for what was measured before the run. */
function saysNothing(value: unknown, name = ''): boolean {
  if (/^(candidate_metrics|raw_video_features)$/.test(name)) return true
  if (typeof value !== 'object' || value === null) return value === null || value === undefined
  return Object.entries(value).every(([key, inner]) => saysNothing(inner, key))
}

/** A job that is offered to be started has a player and a target that is not on another track. */
export function judgeReady(job: Json, pages: Pages, id: string) {
  const badge = badgeOf(pages.job)
  const isOffered = pages.job.includes(`action="/api/jobs/${id}/enqueue"`)
  const isReady = badge === 'Ready to start'
  if (isReady) assert.ok(isOffered, 'ready, without a way to start')
  if (badgeOf(pages.list) !== 'Ready to start' || !isReady) {
    assert.equal(badgeOf(pages.list) === 'Ready to start', isReady, 'list and job disagree')
  }
  const why = reasonNotReady(job)
  if (isOffered) assert.equal(why, null, 'a start is offered')
}

function reasonNotReady(job: Json): string | null {
  const status = statusOf(job)
  if (['QUEUED', 'RUNNING', 'WAITING_FOR_TARGET', 'FAILED', 'COMPLETED'].includes(status)) {
    return status
  }
  const player = job['player_ref']
  const target = job['target']
  if (!isObject(player) || Object.keys(player).length === 0) return 'no player'
  if (!isObject(target)) return 'no target'
  const selections = objects(target['selections'])
  if (target['confirmed'] !== true && selections.length === 0) return 'no target'
  return selections.some((selection) => isOnAnother(job, player, selection))
    ? 'the target is on another track'
    : null
}

/** For certain: the box is that of another track and far from the player's. */
function isOnAnother(job: Json, player: Json, selection: Json): boolean {
  const track = player['track_id']
  const box = plainBox(selection)
  const frame = frameOf(job, selection)
  if (!Number.isSafeInteger(track) || box === null || frame === null) return false
  const own = objects(frame['tracks']).filter((one) => String(one['track_id']) === String(track))
  const others = objects(frame['tracks']).filter(
    (one) => Number.isSafeInteger(one['track_id']) && one['track_id'] !== track,
  )
  const boxes = own.map((one) => plainBox(one['bbox']))
  if (boxes.includes(null)) return false
  const isAway = boxes.every((one) => shared(one!, box) < 0.1)
  return isAway && others.some((one) => shared(plainBox(one['bbox']), box) > 0.6)
}

function frameOf(job: Json, selection: Json): Json | null {
  const frames = objects(job['preview_frames'])
  const key = selection['frame_key']
  const time = selection['frame_time_sec']
  if (key !== undefined && (typeof key !== 'string' || key.length > 200)) return null
  const found =
    key === undefined
      ? frames.filter((frame) => typeof time === 'number' && frame['time_sec'] === time)
      : frames.filter((frame) => frame['key'] === key)
  return found.length === 1 ? found[0]! : null
}

function plainBox(value: unknown): Box | null {
  if (!isObject(value)) return null
  const { x, y, w, h } = value as unknown as Box
  const isPlain = [x, y, w, h].every((side) => typeof side === 'number' && side >= 0 && side <= 1)
  return isPlain && w > 0.001 && h > 0.001 && x + w <= 1 && y + h <= 1 ? { x, y, w, h } : null
}

/** Of two boxes, the area that they share by the area that either covers. */
function shared(a: Box | null, b: Box): number {
  if (a === null) return 0
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (a.w * a.h + b.w * b.h - width * height)
}

/** How often a track is seen is counted among frames that show who is on them, and no more often than there are. */
export function judgeSeen(job: Json, page: string) {
  const frames = objects(job['preview_frames'])
  const isTracked = frames.some((frame) => objects(frame['tracks']).length > 0)
  for (const [said, some, all] of page.matchAll(/seen in (\d+) of (\d+)/g)) {
    assert.ok(Number(some) <= Number(all), said)
    assert.ok(isTracked, `${said}, though no frame shows who is on it`)
  }
}

const NO_RUN = ['QUEUED', 'QUEUE', 'READY_TO_ENQUEUE', 'DONE', 'FAILED', 'COMPLETED', 'PARTIAL']

/** Of a run that is under way: what it says of how far it is, 0 to 100, and its names; null where none is. */
function runOf(job: Json) {
  const progress = isObject(job['progress']) ? job['progress'] : {}
  const status = statusOf(job)
  const step = typeof progress['step'] === 'string' ? progress['step'] : ''
  const isRunning = status === 'RUNNING' || (status === 'QUEUED' && step !== '')
  if (!isRunning || NO_RUN.includes(step)) return null
  const pct = progress['pct']
  const names = [progress['analysis_attempt_id'], progress['retry_id']]
  const said =
    typeof pct === 'number' && Math.abs(pct) < 1e15 ? Math.min(100, Math.max(0, pct)) : null
  // A run that has everything behind it is not under way: the number is that of the last one.
  return { pct: said === 100 ? null : said, names }
}

/** A step of other signs may be read as another one, or as none. */
function hasPlainStep({ progress }: Json): boolean {
  const step = isObject(progress) ? progress['step'] : ''
  return typeof step !== 'string' || /^[A-Z_]*$/.test(step)
}

/** A percentage is that of this run, and never falls within it. `told`: the newest is last. */
export function judgePercent(told: readonly Json[], page: string, name: string) {
  if (!told.every(hasPlainStep)) return
  let most: number | null = null
  let names: unknown[] = []
  for (const job of told) {
    const run = runOf(job)
    const isSame =
      run?.names.every((own, i) => own == null || names[i] == null || own === names[i]) ?? false
    if (!isSame) most = null
    if (run !== null && run.pct !== null) most = Math.max(run.pct, most ?? 0)
    names = run === null ? [] : run.names.map((own, i) => own ?? (isSame ? names[i] : null))
  }
  const bars = [...page.matchAll(/<progress[^>]* data-run="[^"]*"[^>]*>/g)]
  const shown = bars.flatMap(([bar]) => / value="([^"]*)"/.exec(bar)?.[1] ?? [])
  const words = [...page.matchAll(/<span class="pct">(\d+) %/g)].map(([, pct]) => Number(pct))
  if (runOf(told.at(-1)!) === null) {
    assert.deepEqual([...shown, ...words], [], `${name}: a percentage though nothing runs`)
    return
  }
  assert.deepEqual(
    shown.map(Number),
    most === null ? [] : [most],
    `${name}: whose percentage? ${JSON.stringify(told.map(runOf))}`,
  )
  for (const said of words) assert.equal(said, Math.round(most ?? -1), `${name}: whose words?`)
}

/** A box that goes to the service lies within the frame. */
export function judgeSent(value: unknown) {
  if (typeof value !== 'object' || value === null) return
  const { x, y, w, h } = value as unknown as Box
  if (x !== undefined && w !== undefined) {
    const said = JSON.stringify(value)
    assert.ok(
      [x, y, w, h].every((side) => Number.isFinite(side)),
      said,
    )
    assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1, said)
  }
  for (const inner of Object.values(value)) judgeSent(inner)
}

/** For the message of a failure: what stands about a word. */
function near(page: string, word: string): string {
  return page.slice(page.indexOf(word), page.indexOf(word) + 3_000).replace(/\s+/g, ' ')
}
