import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { json, type Seen } from '../../support/service/upstream-server.ts'

// A form of several players that Back brings again, in any of its states, makes no job twice.

const VIDEO = { video_url: 'https://videos.example/match.mp4', role: 'Winger', category: 'U17' }
const HTML = { accept: 'text/html' }

async function start(t: Test, refused: string[] = []) {
  const club = await startClub(t)
  const made: string[] = []
  club.upstream.on('POST /jobs', ({ body }: Seen) => {
    const { player_name: name } = JSON.parse(String(body))
    if (refused.includes(name)) return json({ ok: false, error: { code: 'TEAM_FULL' } }, 422)
    made.push(name)
    return json({ ok: true, data: { job_id: `n${made.length}`, status: 'CREATED' } })
  })
  const opened = await club.page('/new-jobs')
  t.equal(opened.status, 303, 'the form has an address of its own')
  const address = String(opened.headers['location'])
  t.match(address, /^\/new-jobs\?form=[0-9a-f-]{36}$/)
  const first = await club.page(address)
  t.equal(first.status, 200)
  /** Sends the form as a page has it, with these players. */
  const send = (html: string, players: string) =>
    club.ask('/new-jobs', {
      method: 'POST',
      headers: {
        ...HTML,
        origin: club.origin,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: String(new URLSearchParams({ ...VIDEO, players, ...hiddenOf(html) })),
    })
  return { ...club, made, address, first, send }
}

const hiddenOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(once|checked)" value="([^"]*)">/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  )
const rowsOf = (html: string) =>
  [...html.matchAll(/<td>–<\/td><td>([^<]*)/g)].map(([, name]) => name)

t.test('the form as it was before the players were shown leads to what was made', async (t) => {
  const { first, send, made, address, page } = await start(t)
  const checked = await send(first.text, 'A\nB')
  t.equal(checked.status, 200)
  t.match((await send(checked.text, 'A\nB')).text, /2 jobs created/)
  const again = await page(address)
  t.equal(again.status, 200)
  for (const html of [first.text, again.text, checked.text]) {
    const answer = await send(html, 'A\nB')
    t.equal(answer.status, 200)
    t.match(answer.text, /2 jobs created/)
    t.notMatch(answer.text, /will be created/)
  }
  t.strictSame(made, ['A', 'B'])
})

t.test('with a line more, the form makes the job of that line alone', async (t) => {
  const { first, send, made } = await start(t)
  await send((await send(first.text, 'A\nB')).text, 'A\nB')
  const checked = await send(first.text, 'A\nB\nC')
  t.equal(checked.status, 200)
  t.match(checked.text, /2 jobs created/)
  t.match(checked.text, /1 job will be created/)
  t.match(checked.text, /Create 1 job<\/button>/)
  t.strictSame(rowsOf(checked.text), ['C'])
  const answer = await send(checked.text, 'A\nB\nC')
  t.match(answer.text, /1 job created/)
  t.strictSame(made, ['A', 'B', 'C'])
})

t.test('after a refusal the form makes only what it has not made', async (t) => {
  const refused = ['B']
  const { first, send, made } = await start(t, refused)
  const partly = await send((await send(first.text, 'A\nB')).text, 'A\nB')
  t.equal(partly.status, 422)
  refused.pop()
  t.match((await send(first.text, 'A\nB')).text, /1 job not created/, 'the same press')
  const checked = await send(first.text, 'A\n B')
  t.strictSame(rowsOf(checked.text), ['B'])
  t.match((await send(checked.text, 'A\n B')).text, /1 job created/)
  t.strictSame(made, ['A', 'B'])
})

t.test(
  'what is left over after a press, and a form that is opened anew, are other forms',
  async (t) => {
    const { first, send, made, page } = await start(t, ['B'])
    const partly = await send((await send(first.text, 'A\nB')).text, 'A\nB')
    t.equal(partly.status, 422)
    t.not(hiddenOf(partly.text)['once'], hiddenOf(first.text)['once'])
    const { headers } = await page('/new-jobs')
    const other = await page(String(headers['location']))
    t.equal(other.status, 200)
    t.not(hiddenOf(other.text)['once'], hiddenOf(first.text)['once'])
    t.match((await send(other.text, 'A')).text, /1 job will be created/)
    t.strictSame(made, ['A'])
  },
)

t.test('the address of a form keeps what else it names', async (t) => {
  const { page } = await start(t)
  const { status, headers } = await page('/new-jobs?of_job=old&form=x')
  t.equal(status, 303)
  t.match(headers['location'], /^\/new-jobs\?of_job=old&form=[0-9a-f-]{36}$/)
})

t.test('a press that still runs and one with a line more make each job once', async (t) => {
  const { first, send, made, upstream } = await start(t)
  const pressed = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  upstream.on('POST /jobs', async ({ body }: Seen) => {
    pressed.resolve()
    await go.promise
    made.push(JSON.parse(String(body)).player_name)
    return json({ ok: true, data: { job_id: `n${made.length}`, status: 'CREATED' } })
  })
  const running = send((await send(first.text, 'A\nB')).text, 'A\nB')
  await pressed.promise
  const checked = await send(first.text, 'A\nB\nC')
  t.equal(checked.status, 200)
  const later = send(checked.text, 'A\nB\nC')
  go.resolve()
  t.match((await running).text, /2 jobs created/)
  t.match((await later).text, /3 jobs created/)
  t.strictSame(made, ['A', 'B', 'C'])
})

t.test('a job that may have been made is not made again by its form', async (t) => {
  const { first, send, made, upstream } = await start(t)
  const asked: string[] = []
  upstream.on('POST /jobs', ({ body }: Seen) => {
    const { player_name: name } = JSON.parse(String(body))
    asked.push(name)
    return name === 'B'
      ? json({ ok: false }, 500)
      : json({ ok: true, data: { job_id: `n${name}` } })
  })
  t.match((await send((await send(first.text, 'A\nB')).text, 'A\nB')).text, /may have been created/)
  const checked = await send(first.text, 'A\nB\nC')
  t.equal(checked.status, 200)
  t.match(checked.text, /1 job may have been created/)
  t.strictSame(rowsOf(checked.text), ['C'])
  t.match((await send(checked.text, 'A\nB\nC')).text, /1 job created/)
  t.strictSame(asked, ['A', 'B', 'C'])
  t.strictSame(made, [])
})

t.test('nobody pushes a form out of the memory that has made jobs', async (t) => {
  const { first, send, made, ask, origin } = await start(t)
  await send((await send(first.text, 'A')).text, 'A')
  const post = (once: string) =>
    ask('/new-jobs', {
      method: 'POST',
      headers: { ...HTML, origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ ...VIDEO, players: 'X', once })),
    })
  for (let i = 0; i < 500; i += 1) {
    t.equal((await post(i % 2 === 0 ? '' : randomUUID())).status, 200)
  }
  const answer = await send(first.text, 'A')
  t.equal(answer.status, 200)
  t.match(answer.text, /1 job created/)
  t.strictSame(made, ['A'])
})
