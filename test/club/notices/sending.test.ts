import t from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { ended, startNotices as start } from '../../support/club/notices-app.ts'
import { SECRET, startReceiver } from '../../support/club/receiver.ts'
import { json } from '../../support/service/upstream-server.ts'

t.test('the end of a run is told, signed, with what a system asks first', async (t) => {
  const { receiver, end, counts, until } = await start(
    t,
    {
      PUBLIC_ORIGINS: 'https://touchline.club.lan,http://other.lan',
      BASE_PATH: '/touchline',
    },
    {},
    {},
  )
  await end('j1')
  const [got] = await receiver.tries(1)
  t.ok(got?.genuine)
  t.match(got?.headers, { 'content-type': 'application/json', 'user-agent': 'touchline' })
  t.match(got?.id, /^msg_[\w-]+$/)
  t.equal(got?.timestamp, Date.parse('2026-11-27T10:00:00Z') / 1_000)
  t.strictSame(JSON.parse(got!.body), {
    type: 'job.finished',
    timestamp: '2026-11-27T10:00:00.000Z',
    data: {
      job_id: 'j1',
      status: 'PARTIAL',
      outcome: 'result-missing',
      player_name: 'L. Okafor',
      url: 'https://touchline.club.lan/touchline/jobs/j1/result',
    },
  })
  await until(({ delivered }) => delivered === 1)
  t.strictSame(await counts(), { waiting: 0, delivered: 1, dead: 0 })
})

t.test('a run that failed is told as one; without a public address there is no url', async (t) => {
  const { receiver, end } = await start(t)
  await end('j1', 'a1', 'FAILED')
  const [got] = await receiver.tries(1)
  t.match(JSON.parse(got!.body), { type: 'job.failed', data: { status: 'FAILED', url: null } })
})

t.test(
  'each end is told once, however often it is seen, and a new run has a new end',
  async (t) => {
    const { receiver, open, end, until } = await start(t)
    await end('j1')
    for (let i = 0; i < 5; i += 1) await open('j1', { ...ended('j1'), warnings: [`W${i}`] })
    await end('j1', 'a2')
    // Nobody has seen this one run.
    await open('j1', ended('j1', 'a3'))
    await end('j2')
    await until(({ delivered }) => delivered === 4)
    const told = receiver.got.map(({ body }) => JSON.parse(body).data.job_id)
    t.strictSame(told.sort(), ['j1', 'j1', 'j1', 'j2'])
    t.equal(new Set(receiver.got.map(({ id }) => id)).size, 4)
  },
)

t.test('a job that had ended before the list knew it is not told', async (t) => {
  const { receiver, open, end, until } = await start(t)
  await open('old', ended('old'))
  await end('new')
  await until(({ delivered }) => delivered === 1)
  t.match(JSON.parse(receiver.got[0]!.body), { data: { job_id: 'new' } })
})

t.test('a job that was created here and had ended at the next look is told', async (t) => {
  const { post, upstream, jobs, receiver } = await start(t)
  jobs.set('j1', ended('j1'))
  upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'j1' } }))
  const body = { video_key: 'v', role: 'Winger', category: 'U17' }
  t.equal((await post('/api/jobs', body)).status, 200)
  const [got] = await receiver.tries(1)
  t.match(JSON.parse(got!.body), { data: { job_id: 'j1' } })
})

t.test('what an address holds reaches its receiver, and no line of the log', async (t) => {
  const receiver = await startReceiver(t)
  const { end, until, logs, close } = await start(t, {
    WEBHOOK_URLS: `http://us%65r:c4na4y%21@127.0.0.1:${receiver.port}/in/c4na4y?token=c4na4y`,
  })
  await end('j0')
  await until(({ delivered }) => delivered === 1)
  receiver.answer = () => 410
  await end('j1')
  await until(({ dead }) => dead === 1)
  t.equal(receiver.got[0]?.path, '/in/c4na4y?token=c4na4y')
  const { authorization = '' } = receiver.got[0]?.headers ?? {}
  t.equal(Buffer.from(authorization.slice('Basic '.length), 'base64').toString(), 'user:c4na4y!')
  await close()
  t.match(logs.join('\n'), /a notice was given up/)
  t.notMatch(logs.join('\n'), /c4na4y|in\/|whsec|MfKQ9r8/)
})

t.test(
  'only an address that may be dialled is, whatever the name says at that moment',
  async (t) => {
    const answers = ['127.0.0.1', '169.254.169.254', '0.0.0.0', '::ffff:127.0.0.1']
    for (const address of answers) {
      const receiver = await startReceiver(t)
      const { end, app, until } = await start(
        t,
        { WEBHOOK_URLS: `http://hooks.example.test:${receiver.port}/` },
        {},
        { resolve: async () => [{ address, family: 4 }] },
      )
      await end('j1')
      await until(({ waiting }) => waiting === 1)
      while (app.club.notices.tallies.get('failed') !== 1) await new Promise(setImmediate)
      t.equal(receiver.got.length, 0, address)
    }
  },
)

t.test('without a database nobody is told, and the start says so', async (t) => {
  const { logged, close } = await startClub(t, {
    WEBHOOK_URLS: 'http://127.0.0.1:1/',
    WEBHOOK_SECRET: SECRET,
    DATABASE_URL: 'off',
  })
  await close()
  t.equal(logged().filter(({ msg }) => /no end of an analysis is told/.test(msg)).length, 1)
})

t.test('three receivers that say nothing hold up no other', async (t) => {
  const quick = await startReceiver(t)
  const silent = await Promise.all([0, 1, 2].map(() => startReceiver(t)))
  for (const one of silent) one.answer = () => () => {}
  const all = [...silent, quick].map(({ url }) => url)
  const { end, until } = await start(t, { WEBHOOK_URLS: all.join(',') })
  const ids = ['j1', 'j2', 'j3', 'j4', 'j5']
  for (const id of ids) await end(id)
  const got = await quick.tries(ids.length)
  t.strictSame(got.map(({ body }) => JSON.parse(body).data.job_id).sort(), ids)
  await until(({ delivered }) => delivered === ids.length)
  for (const one of silent) {
    await one.tries(2)
    t.equal(one.got.length, 2, 'each is asked of so many at a time')
  }
})
