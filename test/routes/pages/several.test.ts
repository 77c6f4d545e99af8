// One file: the form is shown and then pressed in nearly every test, each time before another answer of the service.

import t, { type Test } from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { json, type Seen } from '../../support/service/upstream-server.ts'

const VIDEO = {
  video_url: 'https://videos.example/match.mp4?sig=canary',
  role: 'Winger',
  category: 'U17',
}
const OF_JOB = { of_job: 'old', role: 'Winger', category: 'U17' }
const HTML = { accept: 'text/html' }

async function start(
  t: Test,
  answer: (n: number, seen: Seen) => object | Promise<object> = madeAs,
  env = {},
) {
  const club = await startClub(t, env)
  const bodies: Record<string, unknown>[] = []
  club.upstream.on('POST /jobs', (seen: Seen) => {
    bodies.push(JSON.parse(String(seen.body)))
    return answer(bodies.length, seen) as ReturnType<typeof json>
  })
  const send = (fields: Record<string, string>) =>
    club.ask('/new-jobs', {
      method: 'POST',
      headers: {
        ...HTML,
        origin: club.origin,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: String(new URLSearchParams(fields)),
    })
  /** The form as it is shown, with its hidden fields, ready to be sent again. */
  async function check(fields: Record<string, string>) {
    const shown = await send(fields)
    return { shown, again: { ...fields, ...hiddenOf(shown.text) } }
  }
  return { ...club, bodies, send, check }
}

const madeAs = (n: number) => json({ ok: true, data: { job_id: `n${n}`, status: 'CREATED' } })
const hiddenOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(once|checked)" value="([^"]*)">/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  )
const heading = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1]
const linesIn = (html: string) =>
  /<textarea id="players"[^>]*>([^<]*)<\/textarea>/.exec(html)?.[1]?.split('\n')

t.test('nothing is created before the players were shown', async (t) => {
  const { check, send, bodies } = await start(t)
  const { shown, again } = await check({ ...VIDEO, players: '9 L. Okafor\nA. Petrova, Striker' })
  t.equal(shown.status, 200)
  t.equal(heading(shown.text), 'Several players of one match')
  t.match(shown.text, /<caption>2 jobs will be created<\/caption>/)
  t.match(shown.text, /<td>9<\/td><td>L. Okafor<\/td><td>Winger<\/td>/)
  t.match(shown.text, /<td>–<\/td><td>A. Petrova<\/td><td>Striker<\/td>/)
  t.match(shown.text, /<button class="primary"[^>]*>Create 2 jobs<\/button>/)
  t.equal(bodies.length, 0)
  const made = await send(again)
  t.equal(made.status, 200)
  t.match(made.text, /<h2 id="made-title">2 jobs created<\/h2>/)
  t.match(made.text, /<a href="\/jobs\/n1">L. Okafor<\/a>/)
  t.strictSame(bodies, [
    { ...VIDEO, player_name: 'L. Okafor', shirt_number: 9 },
    { ...VIDEO, player_name: 'A. Petrova', role: 'Striker' },
  ])
})

t.test('what was changed since it was shown is shown again', async (t) => {
  const { check, send, bodies } = await start(t)
  const { again } = await check({ ...VIDEO, players: 'A\nB' })
  for (const change of [{ players: 'A\nC' }, { category: 'U19' }, { full_match_mode: 'true' }]) {
    const shown = await send({ ...again, ...change })
    t.equal(shown.status, 200)
    t.match(shown.text, /will be created/)
  }
  t.equal(bodies.length, 0)
})

t.test('a form that is sent twice creates once, and a new one creates again', async (t) => {
  const { check, send, bodies } = await start(t)
  const { again } = await check({ ...VIDEO, players: 'A\nB' })
  const both = await Promise.all([send(again), send(again)])
  t.strictSame(
    both.map(({ status }) => status),
    [200, 200],
  )
  t.ok(both.every(({ text }) => /2 jobs created/.test(text)))
  t.match((await send(again)).text, /2 jobs created/)
  t.equal(bodies.length, 2)
  const { again: other } = await check({ ...VIDEO, players: 'A\nB' })
  t.match((await send(other)).text, /2 jobs created/)
  t.equal(bodies.length, 4)
})

t.test('a press that made nothing asks the service again, in any process', async (t) => {
  const file = `${t.testdir()}/list.db`
  const env = { DATABASE_URL: `sqlite:${file}` }
  const refusal = json({ ok: false, error: { code: 'QUOTA' } }, 429)
  const first = await start(t, (n) => (n === 1 ? refusal : madeAs(n)), env)
  const other = await start(t, madeAs, env)
  const { again } = await first.check({ ...VIDEO, players: 'A' })
  const refused = await first.send(again)
  t.equal(refused.status, 429)
  t.match(refused.text, /1 job not created/)
  const made = await first.send(again)
  t.equal(made.status, 200)
  t.match(made.text, /1 job created/)
  t.equal(first.bodies.length, 2)
  const elsewhere = await other.send(again)
  t.equal(elsewhere.status, 409, 'now it has made one')
  t.equal(other.bodies.length, 0)
  const { again: next } = await first.check({ ...VIDEO, players: 'B' })
  first.upstream.on('POST /jobs', refusal)
  t.equal((await first.send(next)).status, 429)
  t.equal((await other.send(next)).status, 200, 'another process')
  t.equal(other.bodies.length, 1)
  await first.app.close()
  await other.app.close()
})

t.test('where the service pauses, the next one is said to be untried for that', async (t) => {
  const { check, send, bodies } = await start(t, () =>
    json({ ok: false, error: { code: 'PAUSED' } }, 503),
  )
  const { again } = await check({ ...VIDEO, players: 'A\nB' })
  const { status, text } = await send(again)
  t.equal(status, 503)
  t.equal(bodies.length, 1)
  t.match(text, /2 jobs not created/)
  t.match(text, /<strong>B<\/strong>: It was not tried, because the service could not be used/)
})

t.test('a refused player keeps nobody else out, and stays in the list', async (t) => {
  const refusal = json({ ok: false, error: { code: 'TEAM_FULL', message: 'no more <b>' } }, 422)
  const { check, send, bodies } = await start(t, (n) => (n === 2 ? refusal : madeAs(n)))
  const { again } = await check({ ...VIDEO, players: '1 A\n2 B, Striker\n3 C' })
  const made = await send(again)
  t.equal(made.status, 422)
  t.equal(bodies.length, 3)
  t.match(made.text, /<title>Error: /)
  t.match(made.text, /2 jobs created/)
  t.match(made.text, /1 job not created/)
  t.match(made.text, /<strong>B<\/strong>: .*no more &lt;b&gt;/s)
  t.strictSame(linesIn(made.text), ['2, B, Striker'])
  t.match(made.text, /Check the players<\/button>/)
})

t.test('after one that nobody knows of no other is begun', async (t) => {
  const { check, send, bodies } = await start(t, (n) => (n === 2 ? json('odd') : madeAs(n)))
  const { again } = await check({ ...VIDEO, players: 'A\nB\nC' })
  const made = await send(again)
  t.equal(made.status, 502)
  t.equal(bodies.length, 2)
  t.match(made.text, /1 job created/)
  t.match(made.text, /1 job may have been created/)
  t.match(made.text, /<strong>B<\/strong>/)
  t.match(made.text, /<strong>C<\/strong>: It was not tried, because it is not known/)
  t.strictSame(linesIn(made.text), ['C'], 'who may have a job is not put back to be tried again')
})

t.test('lines that cannot be read are kept, and said at the field', async (t) => {
  const { send, bodies } = await start(t)
  const shown = await send({ ...VIDEO, players: 'A\n100 B' })
  t.equal(shown.status, 400)
  t.match(shown.text, /<a href="#players">Line 2 has a number that is no shirt’s: 0 to 99.<\/a>/)
  t.strictSame(linesIn(shown.text), ['A', '100 B'])
  const without = await send({ players: 'A' })
  t.equal(without.status, 400)
  t.match(without.text, /exactly one source/)
  t.equal(bodies.length, 0)
})

t.test('the video of a job is used, and its address is on no page', async (t) => {
  const { jobs, page, check, send, bodies } = await start(t)
  const url = 'https://store.example/secret-folder/match.mp4?take=canary'
  jobs.set('old', {
    ...{ job_id: 'old', status: 'PARTIAL', role: 'Winger', category: 'U17' },
    ...{
      video_meta: {},
      source: {},
      video_url: url,
      target: { player: { team_name: 'North End' } },
    },
  })
  const form = await page('/new-jobs?of_job=old&form=00000000-0000-4000-8000-000000000000')
  t.equal(form.status, 200)
  t.match(form.text, /The video of <a href="\/jobs\/old">/)
  t.match(form.text, /name="team_name" value="North End"/)
  const { shown, again } = await check({ ...OF_JOB, players: 'A\nB' })
  const made = await send(again)
  t.equal(made.status, 200)
  t.strictSame(
    bodies.map((body) => body['video_url']),
    [url, url],
  )
  for (const { text } of [form, shown, made]) t.notMatch(text, /canary|secret-folder/)
  t.match(made.text, /href="\/new-jobs\?of_job=old"/)
})

t.test('a script is told what to send instead', async (t) => {
  const { ask, bodies } = await start(t)
  const answer = await ask('/new-jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  })
  t.equal(answer.status, 415)
  t.equal(bodies.length, 0)
})

t.test('an answer of 500 leaves open whether the job was made', async (t) => {
  const failure = json({ ok: false, error: { code: 'INTERNAL', message: 'oops' } }, 500)
  const { check, send, bodies } = await start(t, (n) => (n === 2 ? failure : madeAs(n)))
  const { again } = await check({ ...VIDEO, players: 'A\nB\nC' })
  const made = await send(again)
  t.equal(made.status, 500)
  t.equal(bodies.length, 2)
  t.match(made.text, /1 job may have been created/)
  t.strictSame(linesIn(made.text), ['C'])
})

t.test(
  'a press that its browser gave up creates all the same, and a second one is told of it',
  async (t) => {
    let go = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const { check, send, ask, origin, bodies } = await start(t, async (n) => {
      await held
      return madeAs(n)
    })
    const { again } = await check({ ...VIDEO, players: 'A\nB\nC' })
    const leaving = new AbortController()
    const first = ask('/new-jobs', {
      method: 'POST',
      headers: { ...HTML, origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(again)),
      signal: leaving.signal,
    }).catch((error: Error) => error)
    while (bodies.length === 0) await new Promise(setImmediate)
    leaving.abort()
    t.ok((await first) instanceof Error)
    const second = send(again)
    go()
    const made = await second
    t.equal(made.status, 200)
    t.match(made.text, /3 jobs created/)
    t.equal(bodies.length, 3)
  },
)

t.test('a name that cannot be sent is said with its player, at the list', async (t) => {
  const { send, bodies } = await start(t)
  const shown = await send({ ...VIDEO, players: 'A\nB\u0000C\nD' })
  t.equal(shown.status, 400)
  const links = [...shown.text.matchAll(/<a href="#players">([^<]*)<\/a>/g)].map(([, text]) => text)
  t.equal(links.length, 1)
  t.match(links[0], /the name must be text/)
  t.equal(bodies.length, 0)
})

t.test(
  'a form that was sent to another replica, or before a restart, creates nothing again',
  async (t) => {
    const file = `${t.testdir({})}/t.db`
    const here = await start(t, madeAs, { DATABASE_URL: `sqlite:${file}` })
    const there = await start(t, madeAs, { DATABASE_URL: `sqlite:${file}` })
    const { again } = await here.check({ ...VIDEO, players: 'A\nB' })
    t.equal((await here.send(again)).status, 200)
    const second = await there.send(again)
    t.equal(second.status, 409)
    t.match(second.text, /This form was sent before/)
    t.strictSame(linesIn(second.text), ['A', 'B'], 'what was typed stays')
    t.equal(here.bodies.length, 2)
    t.equal(there.bodies.length, 0)
    // The folder goes before the two would.
    for (const one of [here, there]) await one.close()
  },
)

t.test('without a list the new jobs are in the cookie of the browser', async (t) => {
  const { check, send } = await start(t, madeAs, { DATABASE_URL: 'off' })
  const { again } = await check({ ...VIDEO, players: 'A\nB\nC' })
  const made = await send(again)
  t.equal(made.status, 200)
  const cookies = [made.headers['set-cookie'] ?? []].flat()
  t.match(
    cookies.find((one) => one.startsWith('recent_jobs=')),
    /^recent_jobs=n1\.n2\.n3;/,
  )
})
