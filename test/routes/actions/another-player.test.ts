// One file: the same three kinds of video go through form, refusal and browser, and no address of theirs may be shown.

import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import {
  json,
  READY_JOB,
  startUpstream,
  type Upstream,
} from '../../support/service/upstream-server.ts'

const CANARY = 'c4na4ybird'
const SIGN = `X-Amz-Credential=KEY%2Fr&X-Amz-Date=20261122T083312Z&X-Amz-Signature=${CANARY}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const WAYS = [
  ['a plain form', { ...FORM, accept: 'text/html' }],
  ['htmx', { ...FORM, 'hx-request': 'true' }],
] as const
const MATCH = '11111111-1111-4111-8111-111111111111'
const ANOTHER = 'Another player of this match</a>'

/** A job whose frames are in a store that is addressed by path. */
const job = (video_url: string) => ({
  ...READY_JOB.data,
  video_url,
  role: 'Winger',
  category: 'U17',
  preview_frames: [
    {
      time_sec: 0,
      bucket: 'fnh',
      key: 'jobs/1/f.jpg',
      width: 10,
      height: 10,
      signed_url: `http://store.test/fnh/jobs/1/f.jpg?${SIGN}`,
      tracks: [],
    },
  ],
  target: {
    ...READY_JOB.data.target,
    full_match_mode: true,
    player: { player_name: 'L. Okafor', team_name: 'North End', shirt_number: 9 },
  },
})
const told = (data: unknown) => json({ ok: true, data })
const NO_JOB = json({ ok: false, error: { code: 'JOB_NOT_FOUND', message: 'no' } }, 404)
const BODY = 'of_job=j1&role=Winger&category=U17&team_name=North+End&player_name=K.+Adu'

/** Each kind of video, and what a new job with it is asked for. */
const VIDEOS = [
  [`lgi://match/${MATCH}`, { lgi_match_id: MATCH }],
  [`https://v.test/${CANARY}.mp4?token=1`, { video_url: `https://v.test/${CANARY}.mp4?token=1` }],
  [
    `http://store.test/vids/${CANARY}/a%20b.mp4?${SIGN}`,
    { video_key: `${CANARY}/a b.mp4`, video_bucket: 'vids' },
  ],
] as const

async function start(t: Test, video: string) {
  const upstream = await startUpstream(t, told(job(video)))
  const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'trace' })
  return { upstream, app, ask: app.ask }
}

const sent = ({ requests }: Upstream) =>
  requests.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(String(body))] : []))

const filled = (html: string, name: string) =>
  new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1]

for (const [video, source] of VIDEOS) {
  const kind = Object.keys(source).join(' and ')
  t.test(`one press and a name make the next job of a match: ${kind}`, async (t) => {
    for (const [way, headers] of WAYS) {
      const { upstream, app, ask } = await start(t, video)
      const answers = []
      for (const path of ['/jobs/j1', '/jobs/j1/result', '/', '/recent-jobs']) {
        const page = await ask(path, { headers: { accept: 'text/html', cookie: 'recent_jobs=j1' } })
        t.equal(page.status, 200, path)
        t.ok(page.text.includes(ANOTHER), `${path} has the link`)
        t.match(page.text, 'href="/?of_job=j1"')
        answers.push(page)
      }
      const form = await ask('/?of_job=j1', { headers: { accept: 'text/html' } })
      answers.push(form)
      t.equal(form.status, 200)
      t.match(form.text, /The video of <a href="\/jobs\/j1">L\. Okafor<\/a>/)
      const given = ['of_job', 'role', 'category', 'team_name', 'player_name', 'shirt_number']
      t.strictSame(
        given.map((name) => filled(form.text, name)),
        ['j1', 'Winger', 'U17', 'North End', '', ''],
      )
      t.match(form.text, /name="full_match_mode"[^>]* checked/)
      t.equal(form.text.match(/ autofocus/g)?.length, 1)
      t.match(form.text, /<input id="player_name" autofocus/)

      upstream.on('POST /jobs', told({ job_id: 'new-1' }))
      const body = `${BODY}&shirt_number=&full_match_mode=true`
      const made = await ask('/api/jobs', { method: 'POST', headers, body })
      answers.push(made)
      t.equal(made.headers['location'] ?? made.headers['hx-redirect'], '/jobs/new-1', way)
      const others = { role: 'Winger', category: 'U17', team_name: 'North End' }
      t.strictSame(sent(upstream), [
        { ...others, player_name: 'K. Adu', full_match_mode: true, ...source },
      ])
      await app.close()
      for (const { text, headers } of answers) {
        t.notOk((JSON.stringify(headers) + text).includes(CANARY), 'no address on a page')
      }
      t.notOk(app.logs.join('\n').includes(CANARY), 'no address in the log')
    }
  })
}

t.test(
  'a refused form keeps the job and what was typed, and says nothing of the video',
  async (t) => {
    for (const [video] of VIDEOS) {
      for (const [way, headers] of WAYS) {
        const { upstream, ask } = await start(t, video)
        const message = `Cannot read https://v.test/${CANARY}.mp4 or ${CANARY}/a b.mp4`
        const details = { errors: [{ loc: ['body', 'video_url'], msg: message }] }
        upstream.on('POST /jobs', json({ ok: false, error: { code: 'X', message, details } }, 422))
        const answer = await ask('/api/jobs', {
          method: 'POST',
          headers,
          body: `${BODY}&shirt_number=7`,
        })
        t.equal(answer.status, 422, way)
        t.equal(filled(answer.text, 'of_job'), 'j1')
        t.equal(filled(answer.text, 'player_name'), 'K. Adu')
        t.equal(filled(answer.text, 'shirt_number'), '7')
        t.match(answer.text, /The video of <a/)
        if (!video.startsWith('lgi')) t.notOk(answer.text.includes(CANARY), 'no address')
        const wrong = await ask('/api/jobs', {
          method: 'POST',
          headers,
          body: `${BODY}&shirt_number=x`,
        })
        t.equal(wrong.status, 400)
        t.match(wrong.text, /Shirt number must be/)
        t.equal(filled(wrong.text, 'of_job'), 'j1')
        t.notOk(wrong.text.includes(CANARY), 'no address')
      }
    }
  },
)

t.test('what keeps the video of another job from being used is said on the form', async (t) => {
  const unproven = `http://elsewhere.test/fnh/a.mp4?${SIGN}`
  for (const [why, of, told_, status, words] of [
    ['gone', 'j1', NO_JOB, 404, 'The job whose video this form uses is gone.'],
    ['silent', 'j1', json({}, 503), 503, /id="problem-title"/],
    ['unusable', 'j1', told(job(unproven)), 409, 'no other job can use it'],
    ['no id', '../x', told(job(unproven)), 400, 'A job id has 1 to 64'],
  ] as const) {
    for (const [way, headers] of WAYS) {
      const { upstream, ask } = await start(t, '')
      upstream.on('GET /jobs/j1', told_)
      const named = encodeURIComponent(of)
      const body = BODY.replace('j1', named)
      const answers = [
        await ask(`/?of_job=${named}`, { headers: { accept: 'text/html' } }),
        await ask('/api/jobs', { method: 'POST', headers, body }),
      ]
      for (const answer of answers) {
        t.equal(answer.status, status, `${why}, ${way}`)
        t.match(answer.text, words, why)
        t.match(answer.text, /<h1>Jobs<\/h1>/)
        t.equal(filled(answer.text, 'of_job'), of === 'j1' ? 'j1' : undefined)
        t.notOk(answer.text.includes(CANARY), why)
      }
      t.equal(filled(answers[1]?.text ?? '', 'player_name'), 'K. Adu')
      t.strictSame(sent(upstream), [], 'nothing is made')
      t.notOk(upstream.requests.some(({ path }) => path.includes('..')))
    }
  }
})

t.test('a job whose video no other job can use has no link to it', async (t) => {
  const { ask } = await start(t, `http://elsewhere.test/fnh/a.mp4?${SIGN}`)
  for (const path of ['/jobs/j1', '/jobs/j1/result', '/']) {
    const page = await ask(path, { headers: { accept: 'text/html', cookie: 'recent_jobs=j1' } })
    t.equal(page.status, 200, path)
    t.match(page.text, /L\. Okafor/)
    t.notOk(page.text.includes(ANOTHER), path)
  }
})

t.test('a video that the form gives counts before the job that it names', async (t) => {
  const { upstream, ask } = await start(t, `lgi://match/${MATCH}`)
  upstream.on('POST /jobs', told({ job_id: 'new-1' }))
  const body = `${BODY}&video_url=https%3A%2F%2Fv.test%2Fb.mp4`
  const [, headers] = WAYS[0]
  const made = await ask('/api/jobs', { method: 'POST', headers, body })
  t.equal(made.headers['location'], '/jobs/new-1')
  t.match(sent(upstream), [{ video_url: 'https://v.test/b.mp4' }])
  t.notOk('lgi_match_id' in sent(upstream)[0])
  t.notOk(upstream.requests.some(({ path }) => path === '/jobs/j1'))
})

t.test('a script cannot name a job: its body goes to the service byte for byte', async (t) => {
  const upstream = await startUpstream(t, told({ job_id: 'x' }))
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  const body = '{"of_job":"j1", "role":"", "category":"", "video_url":"https://v.test/a"}'
  t.equal((await post('/api/jobs', body)).status, 200)
  t.equal(String(upstream.requests.at(-1)?.body), body)
  const refused = await post('/api/jobs', '{"of_job":"j1","role":"","category":""}')
  t.equal(refused.status, 400)
  t.equal(upstream.requests.length, 1)
})

t.test('by keyboard: the link, a name, Enter; with script and without', async (t) => {
  const browser = await launchBrowser(t)
  for (const javaScriptEnabled of [true, false]) {
    const { upstream, app } = await start(t, VIDEOS[2][0])
    upstream.on('POST /jobs', told({ job_id: 'new-1' }))
    const page = await browser.newPage({ javaScriptEnabled })
    await page.goto(`${app.origin}/jobs/j1`)
    t.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'L. Okafor')
    await page
      .getByRole('link', { name: 'Another player of this match', exact: true })
      .press('Enter')
    await page.waitForURL(/of_job=j1/)
    const name = page.getByRole('textbox', { name: 'Player name' })
    t.ok(await name.evaluate((field) => field === document.activeElement), 'the name has the focus')
    if (javaScriptEnabled) t.same(await violations(page), [], 'axe')
    await page.getByText('Use another video instead').press('Enter')
    t.ok(await page.getByRole('textbox', { name: 'Video URL' }).isVisible(), 'the way back')
    await name.focus()
    await page.keyboard.type('K. Adu')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/jobs\/new-1/)
    t.match(sent(upstream), [{ player_name: 'K. Adu', video_bucket: 'vids' }])
    t.notOk((await page.content()).includes(CANARY))
    await page.close()
  }
})
