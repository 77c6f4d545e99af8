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

async function start(t: Test, answer: (n: number, seen: Seen) => object = madeAs) {
  const club = await startClub(t)
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
  t.match(made.text, /<strong>B<\/strong>: .*may have been/s)
  t.match(made.text, /<strong>C<\/strong>: It was not tried/)
  t.strictSame(linesIn(made.text), ['B', 'C'])
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
  const form = await page('/new-jobs?of_job=old')
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
