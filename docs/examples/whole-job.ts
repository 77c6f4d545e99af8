/**
 * A whole job from a script: `TOKEN=… node whole-job.ts https://touchline.club.lan https://…/match.mp4`. It makes the job,
 * chooses the first candidate, confirms its box, starts the analysis, follows it to its end and prints the result.
 * Node 22.19 or newer runs it as it is; it needs no package. `/docs` on your Touchline says what each route takes.
 * One file, so that it can be taken to another machine alone.
 */

interface Box {
  x: number
  y: number
  w: number
  h: number
}
interface Frame {
  key: string
  time_sec: number
  tracks?: { track_id: number; bbox: Box }[]
}
interface Job {
  status: string
  failure_reason?: string | null
  preview_frames: Frame[]
  player_ref: { track_id?: number } | null
  target: { analysis_attempt_id?: string; selections?: Stored[] } | null
}
/** A stored box of the target. */
interface Stored extends Box {
  frame_key: string | null
  frame_time_sec: number
}

const [address = 'http://127.0.0.1:3000', video = 'https://videos.example.test/match.mp4'] =
  process.argv.slice(2)
const { TOKEN } = process.env
const credential: Record<string, string> = TOKEN ? { authorization: `Bearer ${TOKEN}` } : {}
/** How often and how long we wait for candidates, milliseconds. */
const EVERY_MS = Number(process.env['EVERY_MS'] ?? 1_000)
const LONGEST_MS = 10 * 60_000
const RUNS = new Set(['QUEUED', 'RUNNING'])
/** After a start: the service may say so for a moment still. */
const NOT_BEGUN = 'READY_TO_ENQUEUE'
/** The attempt was left out, or is not the newest any more. */
const FENCE = new Set(['ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED', 'ANALYSIS_ATTEMPT_MISMATCH'])
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms))
const say = (text: string) => console.error(text)

class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`)
    this.status = status
    this.code = code
  }
}

/** The `data` of an answer. @throws Refused */
async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${address}/api/jobs${path}`, {
    ...init,
    headers: { accept: 'application/json', ...credential, ...init.headers },
  })
  const body = await answer.json()
  if (!answer.ok)
    throw new Refused(answer.status, body.error?.code ?? '', body.error?.message ?? body.error)
  return body.data
}

const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}) =>
  call<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const { job_id: id } = await post<{ job_id: string }>('', {
  video_url: video,
  role: 'Striker',
  category: 'U17',
})
say(`job ${id}`)
let attempt: string | undefined

/**
 * A change names the attempt, and keeps the one that it is answered with. Somebody else's change makes ours a 409: then we
 * look at what is stored, and send ours once more only if nothing in it is another's.
 */
async function change(action: 'select-track' | 'target' | 'enqueue', body: unknown) {
  const send = () =>
    post<{ analysis_attempt_id?: string }>(
      `/${id}/${action}`,
      body,
      attempt === undefined ? {} : { 'x-analysis-attempt-id': attempt },
    )
  const answer = await send().catch(async (error) => {
    if (!(error instanceof Refused && error.status === 409 && FENCE.has(error.code))) throw error
    const job = await call<Job>(`/${id}`)
    const others = changedByOthers(job, action)
    if (others.length > 0)
      throw new Error(`Somebody else has changed the job: ${others.join(', ')}. Look at it first.`)
    attempt = job.target?.analysis_attempt_id
    if (action === 'enqueue' && RUNS.has(job.status)) {
      say('enqueue: somebody else has started it with our player and box')
      return {}
    }
    say(`${action}: somebody else was faster, sent again`)
    return send()
  })
  attempt = answer.analysis_attempt_id ?? attempt
  say(action)
}

/** What is stored and not what we want, in words. What we have not stored yet may be missing. */
function changedByOthers({ status, player_ref, target }: Job, action: string): string[] {
  const stored = target?.selections ?? []
  const player = player_ref?.track_id
  const isStart = action === 'enqueue'
  const isFree = action === 'select-track' && player_ref === null
  const isInTime = isStart ? status === NOT_BEGUN || RUNS.has(status) : !RUNS.has(status)
  const others = stored.filter((one) => !isOurs(one))
  return [
    ...(isFree || player === track
      ? []
      : [
          `the player is on ${player === undefined ? 'no track' : `track ${player}`}, not ${track}`,
        ]),
    ...others.map((one) => `a box at ${one.frame_time_sec} s is not ours`),
    ...(isStart && stored.length === 0 ? ['our box is gone'] : []),
    ...(isInTime ? [] : [`it is ${status}`]),
  ]
}

/** On our frame, and nowhere further from our box than a pixel of a picture 2,000 pixels wide. */
function isOurs(stored: Stored): boolean {
  const sides = ['x', 'y', 'w', 'h'] as const
  return (
    stored.frame_key === frame.key &&
    Math.abs(stored.frame_time_sec - time) <= 0.05 &&
    sides.every((side) => Math.abs(stored[side] - box[side]) <= 0.0005)
  )
}

/** The first candidate and a frame that it is seen on. */
async function findPlayer(): Promise<{ frame: Frame; track: number; box: Box }> {
  for (const since = Date.now(); Date.now() - since < LONGEST_MS; await sleep(EVERY_MS)) {
    try {
      const { candidates } = await call<{ candidates: { trackId: number }[] }>(`/${id}/candidates`)
      const job = await call<Job>(`/${id}`)
      if (job.status === 'FAILED')
        throw new Error(`The players were not found: ${job.failure_reason}`)
      for (const frame of candidates.length > 0 ? job.preview_frames : []) {
        const track = frame.tracks?.find(({ track_id }) => track_id === candidates[0]?.trackId)
        if (track) return { frame, track: track.track_id, box: track.bbox }
      }
    } catch (error) {
      // So fetch says that nobody answered: Touchline may just be started again.
      if (!(error instanceof TypeError)) throw error
    }
  }
  throw new Error('There are no candidates.')
}

/**
 * Follows the job until nothing runs any more. A stream that breaks is opened again: it begins with the whole state. A
 * run may also end in WAITING_FOR_PLAYER, and its stream goes on then.
 */
async function follow(): Promise<string> {
  for (let hasBegun = false; ; ) {
    try {
      const stream = await fetch(`${address}/api/jobs/${id}/events`, { headers: credential })
      if ([401, 403, 404].includes(stream.status))
        throw new Refused(stream.status, '', 'The job cannot be followed.')
      if (!stream.ok || stream.body === null) throw new Error(`${stream.status}`)
      let text = ''
      for await (const piece of stream.body.pipeThrough(new TextDecoderStream())) {
        text += piece
        const messages = text.split('\n\n')
        text = messages.pop() ?? ''
        for (const message of messages) {
          const [, data] = /^data: (.*)$/m.exec(message) ?? []
          const event = /^event: (.*)$/m.exec(message)?.[1]
          if (event === 'gone') throw new Refused(404, 'JOB_NOT_FOUND', 'The job is gone.')
          if (data === undefined || event === 'stale') continue
          const { status, progress } = JSON.parse(data)
          // The last message, `event: done`, has no state.
          if (status === undefined) continue
          say(`${status} ${progress?.pct ?? ''}`)
          if (RUNS.has(status)) hasBegun = true
          else if (hasBegun || status !== NOT_BEGUN) return status
        }
      }
    } catch (error) {
      if (error instanceof Refused) throw error
    }
    say('the stream broke, opened again')
    await sleep(EVERY_MS)
  }
}

const { frame, track, box } = await findPlayer()
const time = frame.time_sec
await change('select-track', {
  trackId: track,
  selection: { time_sec: time, frame_time_sec: time, frameTimeSec: time, bbox: box },
})
await change('target', {
  selections: [{ frame_time_sec: time, frame_key: frame.key, ...box }],
  frame_key: frame.key,
  time_sec: time,
  frame_time_sec: time,
  bbox: box,
  track_id: track,
})
await change('enqueue', {})
const status = await follow()
if (status === 'FAILED') throw new Error('The analysis failed. POST …/retry runs it again.')
if (status !== 'COMPLETED' && status !== 'PARTIAL')
  throw new Error(
    `There is no result: the job is ${status}. Choose the player again, on a clearer frame.`,
  )
console.log(JSON.stringify(await call(`/${id}/result`), null, 2))
