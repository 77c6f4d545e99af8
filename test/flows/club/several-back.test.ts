import t from 'tap'
import { startApp } from '../../support/app.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const browser = await launchBrowser(t)

for (const javaScriptEnabled of [true, false]) {
  const script = javaScriptEnabled ? 'with script' : 'without script'
  t.test(`Back from several players keeps what was typed, ${script}`, async (t) => {
    const upstream = await startUpstream(t)
    let jobs = 0
    upstream.on('POST /jobs', () => {
      jobs += 1
      return json({ ok: true, data: { job_id: `n${jobs}`, status: 'CREATED' } }, 201)
    })
    const { origin } = await startApp(t, { API_BASE_URL: upstream.url })
    const page = await browser.newPage({ javaScriptEnabled })
    t.teardown(() => page.close())
    const players = page.getByLabel('Players')
    const team = page.getByLabel('Team')
    t.equal((await page.goto(`${origin}/new-jobs`))?.status(), 200)
    await page.getByLabel('Video URL').fill('https://videos.test/match.mp4')
    await page.getByLabel('Role').fill('Striker')
    await page.getByLabel('Category').fill('U17')
    await team.fill('North End')
    await players.fill('9 L. Okafor\n10 A. Petrova')
    await page.getByRole('button', { name: 'Check the players' }).click()
    await page.getByRole('button', { name: 'Create 2 jobs' }).waitFor()

    await page.goBack()
    await page.getByRole('button', { name: 'Check the players' }).waitFor()
    t.equal(await players.inputValue(), '9 L. Okafor\n10 A. Petrova', 'before it was shown as read')
    t.equal(await team.inputValue(), 'North End')
    t.equal(await page.getByLabel('Video URL').inputValue(), 'https://videos.test/match.mp4')
    await page.getByRole('button', { name: 'Check the players' }).click()
    await page.getByRole('button', { name: 'Create 2 jobs' }).click()
    await page.getByText('2 jobs created').waitFor()
    t.equal(jobs, 2)

    await page.goBack()
    const create = page.getByRole('button', { name: 'Create 2 jobs' })
    await create.waitFor()
    t.equal(await players.inputValue(), '9 L. Okafor\n10 A. Petrova', 'after jobs were made')
    await create.click()
    await page.getByText('2 jobs created').waitFor()
    t.equal(jobs, 2, 'the same form makes nothing twice')

    await page.getByRole('link', { name: 'L. Okafor' }).click()
    await page.waitForURL(/\/jobs\/n1$/)
    await page.goBack()
    await page.getByText('2 jobs created').waitFor()
    t.equal(jobs, 2, 'and neither does coming back to what was made')

    // Back to the form as it was before the players were shown.
    while ((await page.getByRole('button', { name: 'Check the players' }).count()) === 0)
      await page.goBack()
    t.equal(await players.inputValue(), '9 L. Okafor\n10 A. Petrova')
    await page.getByRole('button', { name: 'Check the players' }).click()
    await page.getByText('2 jobs created').waitFor()
    t.equal(await page.getByRole('button', { name: /^Create/ }).count(), 0)
    t.equal(jobs, 2, 'and that form makes none again')
    // Not from Back: the form is made anew.
    t.equal((await page.goto(`${origin}/new-jobs`))?.status(), 200)
    t.equal(await players.inputValue(), '')
  })
}
