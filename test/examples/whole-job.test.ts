import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { CURL, withoutPart } from '../support/parts/parts.ts'
import { ROOT } from '../support/process/start-command.ts'
import { startDemoApp } from '../support/service/demo-app.ts'

const run = promisify(execFile)
const VIDEO = 'https://videos.example.test/short-derby.mp4'
const EXAMPLES: [name: string, command: string, skip: string | false][] = [
  ['whole-job.ts', process.execPath, false],
  ['whole-job.sh', 'sh', withoutPart(CURL)],
]

const COLLEAGUE = 'a colleague'

/** A run lasts some seconds: longer than a shell takes to begin to follow it. */
const SPEED = 5

/** A script that does not end is ended then. */
const LONGEST_MS = 60_000

interface Meddling {
  /** Somebody else chooses a player just before the target is confirmed: the one that is stored, or another. */
  picks?: 'same' | 'other'
  /** Somebody else stores a box just before the start: the one that is stored, or another. */
  boxes?: 'same' | 'other'
  /** Somebody else starts it first. */
  starts?: boolean
  /** The service does not find the player in its run. */
  loses?: boolean
  /** The first stream breaks. */
  breaks?: boolean
}

/** Touchline before a service where somebody else changes the job, and whose streams break. */
async function startMeddled(t: Test, meddling: Meddling) {
  const { picks, boxes, starts = false, loses = false, breaks = false } = meddling
  const done = { picked: 0, stored: 0, begun: 0, broken: 0 }
  const started = await startDemoApp(t, { speed: SPEED }, {}, (demo) => {
    demo.addHook('preHandler', async ({ method, url, headers }) => {
      if (method !== 'POST' || !url.endsWith('/enqueue') || headers['user-agent'] === COLLEAGUE)
        return
      const job = url.replace(/\/enqueue$/, '')
      const byColleague = async (action: string, payload: object) => {
        const { data } = (await demo.inject({ url: job })).json()
        const { analysis_attempt_id } = data.target
        const answer = await demo.inject({
          method: 'POST',
          url: `${job}/${action}`,
          headers: { 'x-analysis-attempt-id': analysis_attempt_id, 'user-agent': COLLEAGUE },
          payload,
        })
        if (answer.statusCode !== 200) throw new Error(answer.body)
      }
      if (boxes !== undefined && done.stored === 0) {
        done.stored += 1
        const { data } = (await demo.inject({ url: job })).json()
        const [first] = data.target.selections
        const moved = { ...first, x: first.x > 0.5 ? first.x - 0.01 : first.x + 0.01 }
        await byColleague('selection', { selections: [boxes === 'same' ? first : moved] })
      }
      if (starts && done.begun === 0) {
        done.begun += 1
        await byColleague('enqueue', {})
      }
    })
    demo.addHook('onSend', async ({ method }, _reply, payload) =>
      loses && method === 'GET' && typeof payload === 'string'
        ? payload.replaceAll(/"status":"(PARTIAL|COMPLETED)"/g, '"status":"WAITING_FOR_PLAYER"')
        : payload,
    )
    demo.addHook('preHandler', async ({ method, url, headers }) => {
      if (picks === undefined || done.picked > 0 || method !== 'POST' || !url.endsWith('/target'))
        return
      done.picked += 1
      const job = url.replace(/\/target$/, '')
      const { data } = (await demo.inject({ url: job })).json()
      const frame = data.preview_frames.find(
        ({ tracks }: { tracks: unknown[] }) => tracks.length > 1,
      )
      const wanted = ({ track_id }: { track_id: number }) =>
        (track_id === data.player_ref.track_id) === (picks === 'same')
      const { track_id } = frame.tracks.find(wanted)
      const answer = await demo.inject({
        method: 'POST',
        url: `${job}/pick-player`,
        headers: { 'x-analysis-attempt-id': String(headers['x-analysis-attempt-id']) },
        payload: { frame_key: frame.key, track_id },
      })
      if (answer.statusCode !== 200) throw new Error(answer.body)
    })
  })
  started.app.server.prependListener('request', (request, response) => {
    if (!breaks || done.broken > 0 || !String(request.url).endsWith('/events')) return
    done.broken += 1
    const { write } = response.socket!
    // The first message and no more.
    response.socket!.write = function (this: typeof response.socket, ...args: unknown[]) {
      const taken = Reflect.apply(write, this, args)
      if (String(args[0]).includes('data: ')) setImmediate(() => this?.destroy())
      return taken
    } as typeof write
  })
  return { ...started, done }
}

const settings = { env: { ...process.env, EVERY_MS: '50', EVERY: '0.1' }, cwd: ROOT }

for (const [name, command, skip] of EXAMPLES) {
  const args = [`docs/examples/${name}`]
  t.test(
    `${name} does a whole job, through a conflict and a stream that breaks`,
    { skip },
    async (t) => {
      const { origin, done, ask } = await startMeddled(t, { picks: 'same', breaks: true })
      const { stdout, stderr } = await run(command, [...args, origin, VIDEO], settings)
      t.match(done, { picked: 1, broken: 1 }, stderr)
      t.match(stderr, 'target: somebody else was faster, sent again')
      // The stream broke at its first state; the last one came after that.
      t.match(stderr, /enqueue\n.*(QUEUED|RUNNING).*(PARTIAL|COMPLETED)/s)
      const [, job] = /^job (\S+)$/m.exec(stderr) ?? []
      const result = await ask(`/api/jobs/${job}/result`)
      t.equal(result.status, 200)
      const shown = JSON.parse(stdout)
      t.strictSame((shown.data ?? shown).result, result.json().data.result)
    },
  )

  t.test(`${name} stops where somebody else has chosen another player`, { skip }, async (t) => {
    const { origin, done } = await startMeddled(t, { picks: 'other' })
    const failure = await run(command, [...args, origin, VIDEO], settings).catch((error) => error)
    t.equal(failure.code, 1, failure.stderr)
    t.match(
      failure.stderr,
      /Somebody else has changed the job: the player is on track \d+, not \d+\. Look at it first\./,
    )
    t.notMatch(failure.stderr, /^enqueue$/m)
    t.equal(done.picked, 1)
  })

  t.test(`${name} stops where somebody else has stored another box`, { skip }, async (t) => {
    const { origin, done } = await startMeddled(t, { boxes: 'other' })
    const failure = await run(command, [...args, origin, VIDEO], settings).catch((error) => error)
    t.equal(failure.code, 1, failure.stderr)
    t.match(
      failure.stderr,
      /Somebody else has changed the job: a box at [\d.]+ s is not ours\. Look at it first\./,
    )
    t.notMatch(failure.stderr, /^enqueue$/m)
    t.equal(done.stored, 1)
  })

  t.test(
    `${name} goes on where somebody else has stored or started the same`,
    { skip },
    async (t) => {
      const stored = await startMeddled(t, { boxes: 'same' })
      const again = await run(command, [...args, stored.origin, VIDEO], settings)
      t.match(again.stderr, 'enqueue: somebody else was faster, sent again')
      t.match(JSON.parse(again.stdout).data ?? JSON.parse(again.stdout), { result: Object })
      const begun = await startMeddled(t, { starts: true })
      const followed = await run(command, [...args, begun.origin, VIDEO], settings)
      t.match(followed.stderr, 'enqueue: somebody else has started it with our player and box')
      t.match(JSON.parse(followed.stdout).data ?? JSON.parse(followed.stdout), { result: Object })
      t.match([stored.done.stored, begun.done.begun], [1, 1])
    },
  )

  t.test(`${name} ends where the service has lost the player`, { skip }, async (t) => {
    const { origin } = await startMeddled(t, { loses: true })
    const failure = await run(command, [...args, origin, VIDEO], {
      ...settings,
      timeout: LONGEST_MS,
    }).catch((error) => error)
    t.equal(failure.code, 1, failure.stderr)
    t.match(failure.stderr, 'There is no result: the job is WAITING_FOR_PLAYER.')
    t.match(failure.stderr, 'Choose the player again')
  })
}
