import t from 'tap'
import { violations } from '../../support/browser/axe.ts'
import { launchBrowser } from '../../support/browser/browser.ts'
import { jobData, startClub } from '../../support/club/club-app.ts'

const named = (id: string, player_name: string, more = {}) =>
  jobData(id, { target: { player: { player_name, team_name: 'North End' } }, ...more })

t.test('the list shows on an open page what a colleague does, over one stream', async (t) => {
  const { page: open, jobs, listed, origin, upstream } = await startClub(t)
  jobs.set('a', named('a', 'L. Okafor'))
  await open('/jobs/a')
  await listed((items) => items.length === 1)
  const page = await (await launchBrowser(t)).newPage()
  const streams: string[] = []
  page.on('request', (request) => {
    if (/\/club\/list/.test(request.url())) streams.push(request.url())
  })
  await page.goto(`${origin}/`)
  await page.getByRole('heading', { name: 'The club’s jobs' }).waitFor()
  const entries = page.locator('#club-list').getByRole('listitem')
  t.equal(await entries.count(), 1)
  await page.getByRole('searchbox', { name: 'Search' }).fill('half typed')
  const asked = upstream.requests.length
  jobs.set('b', named('b', 'K. Adeyemi'))
  await open('/jobs/b')
  await entries.filter({ hasText: 'K. Adeyemi' }).waitFor()
  t.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), 'half typed')
  t.equal(streams.length, 1, streams.join('\n'))
  const ofList = upstream.requests.slice(asked).filter(({ path }) => /\/jobs\/a/.test(path))
  t.strictSame(ofList, [], 'the service is not asked about what is listed')
})

t.test('that the service is away is said once, whatever changes in the list', async (t) => {
  const club = await startClub(t, {}, Date.now, { presenceMs: 20 })
  club.jobs.set('a', named('a', 'L. Okafor'))
  t.equal((await club.page('/jobs/a')).status, 200)
  await club.listed((items) => items.length === 1)
  const page = await (await launchBrowser(t)).newPage()
  t.equal((await page.goto(`${club.origin}/`))?.status(), 200)
  club.upstream.always((_seen, response) => {
    response.destroy()
    return null
  })
  const away = page.locator('#service-away')
  await away.waitFor()
  const list = page.locator('#club-list')
  // The time has become that of the reader.
  await page.waitForFunction(
    () => document.querySelector('#service-away time')?.textContent?.includes('UTC') === false,
  )
  const words = await away.innerText()
  await page.evaluate(() => {
    const changes = { count: 0 }
    Object.assign(window, { changes })
    new MutationObserver((all) => {
      changes.count += all.filter(
        ({ target, addedNodes }) =>
          (target instanceof Element ? target : target.parentElement)?.closest('#service-away') ||
          [...addedNodes].some((one) => one instanceof Element && one.id === 'service-away'),
      ).length
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  for (const action of ['retry', 'pick-player']) {
    const seen = await list.getAttribute('data-seen')
    await club.app.club.did({ jobId: 'a', action, who: 'Ben' })
    await page.waitForFunction(
      (before) => document.querySelector('#club-list')?.getAttribute('data-seen') !== before,
      seen,
    )
  }
  t.equal(await away.innerText(), words)
  const changes = await page.evaluate(
    () => (window as unknown as { changes: { count: number } }).changes,
  )
  t.strictSame(changes, { count: 0 })
})

t.test('the list works without script: filter, search, next, by links and forms', async (t) => {
  const { page: open, jobs, listed, origin } = await startClub(t)
  jobs.set('a', named('a', 'L. Okafor'))
  jobs.set('f', named('f', 'A. Petrova', { status: 'FAILED' }))
  for (const id of ['a', 'f']) await open(`/jobs/${id}`)
  await listed((items) => items.length === 2)
  const browser = await launchBrowser(t)
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto(`${origin}/`)
  await page.getByRole('heading', { name: 'The club’s jobs' }).waitFor()
  const titles = () => page.locator('#club-list .job-name > a').allTextContents()
  t.strictSame(await titles(), ['L. Okafor', 'A. Petrova'])
  await page.getByRole('link', { name: /^Failed/ }).click()
  await page.locator('[aria-current="true"]', { hasText: 'Failed' }).waitFor()
  t.strictSame(await titles(), ['A. Petrova'])
  await page.getByRole('link', { name: /^All/ }).click()
  await page.getByRole('searchbox', { name: 'Search' }).fill('okafor')
  await page.getByRole('searchbox', { name: 'Search' }).press('Enter')
  await page.getByText('1 job, with “okafor”').waitFor()
  t.strictSame(await titles(), ['L. Okafor'])
  await page.getByRole('link', { name: 'Next waiting job' }).click()
  await page.waitForURL(/\/jobs\/a$/)
  await page.getByRole('heading', { level: 1, name: 'L. Okafor' }).waitFor()
})

t.test('the list passes axe with all that a row can hold, and fits 320 pixels', async (t) => {
  const { page: open, jobs, listed, origin } = await startClub(t)
  const running = { status: 'RUNNING', progress: { step: 'TRACKING', pct: 67 } }
  jobs.set('gone', named('gone', 'G. One'))
  jobs.set('runs', named('runs', 'R. Uns', { ...running, player_ref: { track_id: 1 } }))
  jobs.set('rated', named('rated', 'F. In', { status: 'COMPLETED' }))
  jobs.set('failed', named('failed', 'A. Petrova', { status: 'FAILED', preview_frames: [] }))
  jobs.set('long', named('long', 'x'.repeat(150)))
  for (const id of jobs.keys()) await open(`/jobs/${id}`)
  await listed((items) => items.length === 5)
  jobs.delete('gone')
  await open('/jobs/gone')
  await listed((items) => items.some(({ gone }) => gone === true))
  const browser = await launchBrowser(t)
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 320, height: 640 }
    const page = await (await browser.newContext({ colorScheme, viewport })).newPage()
    for (const path of ['/', '/?q=nobody', '/?state=failed']) {
      await page.goto(`${origin}${path}`)
      await page.getByRole('heading', { name: 'The club’s jobs' }).waitFor()
      t.strictSame(await violations(page), [], `${colorScheme} ${path}`)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      t.ok(width <= 320, `${colorScheme} ${path}: ${width}`)
    }
    await page.goto(`${origin}/jobs/failed`)
    await page.getByRole('heading', { name: 'Notes' }).waitFor()
    for (const summary of ['Write a note', 'Who did what']) await page.getByText(summary).click()
    t.strictSame(await violations(page), [], `${colorScheme} notes`)
  }
})
