import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { jobData, startClub } from '../support/club/club-app.ts'
import { json } from '../support/service/upstream-server.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
type Club = Awaited<ReturnType<typeof startClub>>

const send = ({ ask, origin }: Club, jobId: string, text: string) =>
  ask(`/jobs/${jobId}/notes`, {
    method: 'POST',
    headers: { ...FORM, origin },
    body: new URLSearchParams({ text }).toString(),
  })
const notesOf = async ({ ask }: Club, jobId: string): Promise<{ text: string }[]> =>
  (await ask(`/api/club/jobs/${jobId}/history`)).json().data.notes

/** The page of a note that was not added, with what was typed. */
const NOT_ADDED = /<h1>The note was not added<\/h1>/
const typedIn = (text: string) => /<textarea[^>]*>([^<]*)<\/textarea>/.exec(text)?.[1]

t.test('a note that is too long is shown again as it was typed, and not cut', async (t) => {
  const club = await startClub(t)
  club.jobs.set('j1', jobData('j1'))
  const most = `${'x'.repeat(1_998)}\r\ny`
  t.equal((await send(club, 'j1', most)).status, 303)
  const long = `${'é'.repeat(2_000)}🦄`
  const answer = await send(club, 'j1', long)
  t.equal(answer.status, 400)
  t.match(answer.text, NOT_ADDED)
  t.match(answer.text, /<a href="#note-text">The note has 2,002 characters: take 2 away/)
  t.equal(typedIn(answer.text), long)
  t.match(answer.text, /<title>Error: /)
  t.strictSame(
    (await notesOf(club, 'j1')).map(({ text }) => text),
    [most.replace('\r', '')],
  )
  t.notMatch((await club.page('/jobs/j1')).text, /maxlength="2000"/, 'a browser cuts nothing')
})

t.test('a note that nobody could see is not added, and the page says so', async (t) => {
  const club = await startClub(t)
  club.jobs.set('j1', jobData('j1'))
  for (const text of ['\u200b', `\u2060${'\u200b'.repeat(300)}`]) {
    const answer = await send(club, 'j1', text)
    t.equal(answer.status, 400)
    t.match(answer.text, NOT_ADDED)
    t.match(answer.text, /<a href="#note-text">Nobody could see this note\./)
  }
  t.equal((await send(club, 'j1', 'Left\u200bfoot')).status, 303)
  t.equal((await notesOf(club, 'j1')).length, 1)
})

t.test('a note that is sent twice at the same moment is added once, and it is said', async (t) => {
  const club = await startClub(t)
  club.jobs.set('j1', jobData('j1'))
  const answers = await Promise.all([send(club, 'j1', 'Left foot'), send(club, 'j1', 'Left foot')])
  t.strictSame(
    answers.map(({ headers }) => headers['location']),
    ['/jobs/j1#notes', '/jobs/j1?note=again#notes'],
  )
  t.equal((await notesOf(club, 'j1')).length, 1)
})

t.test('a note needs a job that the list has or the service knows', async (t) => {
  const club = await startClub(t)
  const answer = await send(club, 'unheard-of', 'Left foot')
  t.equal(answer.status, 404)
  t.match(answer.text, NOT_ADDED)
  t.equal(typedIn(answer.text), 'Left foot')
  t.strictSame(await notesOf(club, 'unheard-of'), [])
  club.jobs.set('j1', jobData('j1'))
  t.equal((await send(club, 'j1', 'Left foot')).status, 303, 'the service knows it')
  await club.listed((items) => items.length === 1)
  club.upstream.always(json({ ok: false }, 500))
  t.equal((await send(club, 'j1', 'Right foot')).status, 303, 'the list has it')
  t.equal((await notesOf(club, 'j1')).length, 2)
})

t.test('a job has two hundred notes at most, and the list twenty thousand', async (t) => {
  const file = join(t.testdir({}), 'touchline.db')
  const club = await startClub(t, { DATABASE_URL: `sqlite:${file}` })
  for (const id of ['j1', 'j2']) club.jobs.set(id, jobData(id))
  await club.listed(() => true)
  const other = new DatabaseSync(file, { timeout: 5_000 })
  const fill = (jobId: string, count: number) =>
    other.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
      insert into club_notes (id, job_id, at, text) select '${jobId}-' || i, '${jobId}', i, 'x' from n`)
  fill('j1', 199)
  t.equal((await send(club, 'j1', 'The last')).status, 303)
  const ofJob = await send(club, 'j1', 'One more')
  t.equal(ofJob.status, 409)
  t.match(ofJob.text, NOT_ADDED)
  t.match(ofJob.text, /This job has 200 notes, and no more are taken/)
  t.equal(typedIn(ofJob.text), 'One more')
  t.equal((await send(club, 'j2', 'Left foot')).status, 303)
  fill('others', 19_799)
  const inAll = await send(club, 'j2', 'Right foot')
  t.equal(inAll.status, 409)
  t.match(inAll.text, /list has 20000 notes, and no more are taken/)
  t.equal((await notesOf(club, 'j2')).length, 1)
  t.equal((await club.ask('/api/club/jobs')).status, 200, 'the list goes on')
  // Before the folder goes.
  other.close()
  await club.close()
})

t.test('a note keeps what was typed while the list is away', async (t) => {
  const folder = t.testdir({ data: 'a file where a folder should be' })
  const club = await startClub(t, { DATABASE_URL: `sqlite:${folder}/data/touchline.db` })
  const answer = await send(club, 'j1', 'Left foot')
  t.equal(answer.status, 503)
  t.match(answer.text, NOT_ADDED)
  t.equal(typedIn(answer.text), 'Left foot')
})

t.test('a note that was deleted can be written again at once', async (t) => {
  const club = await startClub(t)
  club.jobs.set('a', jobData('a'))
  await club.page('/jobs/a')
  const headers = {
    ...{ accept: 'text/html', origin: club.origin },
    'content-type': 'application/x-www-form-urlencoded',
  }
  const post = (path: string, body = '') => club.ask(path, { method: 'POST', headers, body })
  const write = () => post('/jobs/a/notes', 'text=Left+foot+only')
  t.equal((await write()).headers['location'], '/jobs/a#notes')
  const forms = async () =>
    [
      ...(await club.page('/jobs/a')).text.matchAll(/action="(\/jobs\/a\/notes\/[^"]+\/delete)"/g),
    ].map(([, path]) => path!)
  const [form] = await forms()
  t.equal((await post(form ?? '')).status, 303)
  t.strictSame(await forms(), [])
  t.equal((await write()).headers['location'], '/jobs/a#notes')
  t.equal((await forms()).length, 1)
  t.equal((await write()).headers['location'], '/jobs/a?note=again#notes')
  t.equal((await forms()).length, 1)
})
