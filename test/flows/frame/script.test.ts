import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

// What of a frame's script is loaded at once, what later, and that nothing is lost meanwhile (docs/decisions/assets.md).

/** Nobody is chosen. */
const CHOOSING = '00000000-0000-4000-8000-000000000041'
/** Player and target are stored. */
const READY = '00000000-0000-4000-8000-000000000043'
/** Bytes gzipped: all that a frame loads by itself, and what more there is where a player is chosen. */
const MOST_SCRIPT = 30_000
const MOST_EDITOR = 11_800

const browser = await launchBrowser(t)

/** A page, and the names of the scripts that it has asked for, each once. */
async function start(t: Test) {
  const app = await startDemoApp(t)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') asked.add(new URL(request.url()).pathname)
  })
  const open = async (path: string, until: 'load' | 'commit' = 'load') => {
    const answer = await page.goto(app.origin + path, { waitUntil: until })
    t.equal(answer?.status(), 200)
    await page.getByRole('heading', { name: /^Frame 5 of 32/ }).waitFor()
  }
  /** When it steps ahead and follows the job: then it has loaded whatever it loads by itself. */
  const openWhole = async (path: string) => {
    const rest = [/\/news\/stream\?/, /\/frames\/6\b/].map((one) => page.waitForRequest(one))
    await Promise.all([open(path), ...rest])
  }
  const bytesOf = async (paths: Iterable<string>) => {
    let sum = 0
    for (const path of paths) {
      const answer = await app.ask(path, { headers: { 'accept-encoding': 'gzip' } })
      t.equal(answer.status, 200, path)
      sum += answer.bytes.length
    }
    return sum
  }
  return { ...app, page, asked, open, openWhole, bytesOf, faults }
}

/** Holds a script back until `come` is called. */
async function hold(page: Page, name: string) {
  const held = Promise.withResolvers<void>()
  await page.route(`**/js/${name}`, async (route) => {
    await held.promise
    await route.continue()
  })
  return { come: held.resolve, isAsked: page.waitForRequest(`**/js/${name}`) }
}

const onPicture = (page: Page, track: number) => page.locator(`.box-track[data-track="${track}"]`)
const editor = (page: Page) => page.locator('box-editor[data-ready]')
const startButton = (page: Page) => page.getByRole('button', { name: 'Start with this box' })

t.test('a frame loads 30,000 bytes of script in all, until a player is chosen', async (t) => {
  const { page, asked, openWhole, bytesOf, faults } = await start(t)
  await openWhole(`/jobs/${CHOOSING}/frames/5`)
  const names = [...asked].join(' ')
  for (const name of ['app.js', 'frame-page.js', 'frame/ahead.js', 'frame/put.js', 'live.js'])
    t.match(names, `js/${name}`)
  t.notMatch(names, 'box-editor')
  t.notMatch(names, 'video')
  const all = await bytesOf(asked)
  t.comment(`${all} bytes`)
  t.ok(all > 20_000 && all <= MOST_SCRIPT, `${all} bytes`)
  const before = new Set(asked)
  await onPicture(page, 8).click()
  await editor(page).waitFor()
  const more = await bytesOf([...asked].filter((path) => !before.has(path)))
  t.comment(`${more} bytes more`)
  t.ok(more > 5_000 && more <= MOST_EDITOR, `${more} bytes more with the editor`)
  t.strictSame(faults, [])
})

t.test('whoever goes for the players has the editor before the choice', async (t) => {
  for (const way of ['mouse', 'keyboard'] as const) {
    const { page, openWhole } = await start(t)
    await openWhole(`/jobs/${CHOOSING}/frames/5`)
    const loaded = page.waitForResponse('**/js/box-rules.js')
    if (way === 'mouse') await page.locator('.marked-picture').hover()
    else await page.locator('.frame-tracks [type=radio]').first().focus()
    t.equal((await loaded).status(), 200, way)
    t.notMatch(page.url(), 'track=', 'nothing is chosen yet')
  }
})

t.test('a choice is shown when its editor is ready, so that the first press counts', async (t) => {
  const { page, open, faults } = await start(t)
  const { come, isAsked } = await hold(page, 'box-editor.js')
  await open(`/jobs/${CHOOSING}/frames/5`)
  const fetched = page.waitForResponse(/frames\/5\?track=8$/)
  await onPicture(page, 8).click()
  await Promise.all([isAsked, fetched])
  t.equal(await page.locator('box-editor').count(), 0, 'no editor that does not act')
  come()
  await page.locator('box-editor').waitFor()
  t.equal(await editor(page).count(), 1)
  const left = page.getByRole('spinbutton', { name: 'Left' })
  const before = Number(await left.inputValue())
  await page.locator('.box-grip').press('ArrowRight')
  t.equal(Number(await left.inputValue()), before + 1)
  t.strictSame(faults, [])
})

t.test('an editor that cannot be had in place comes with the page', async (t) => {
  const { page, open } = await start(t)
  await page.route('**/js/box-editor.js', (route) => route.abort(), { times: 1 })
  await open(`/jobs/${CHOOSING}/frames/5`)
  const failed = page.waitForEvent('requestfailed')
  await page.locator('.frame-tracks [type=radio]').first().focus()
  await failed
  await onPicture(page, 8).click()
  await editor(page).waitFor()
  t.match(page.url(), /frames\/5\?track=8$/)
  t.equal(await startButton(page).count(), 1)
})

t.test('a step that is asked for before its script has come is taken', async (t) => {
  const { page, open, faults } = await start(t)
  const { come, isAsked } = await hold(page, 'frame/put.js')
  await open(`/jobs/${READY}/frames/5`, 'commit')
  await isAsked
  await editor(page).waitFor()
  await page.locator('h1').click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  t.match(page.url(), /frames\/5$/)
  come()
  await page.getByRole('heading', { name: /^Frame 7 of 32/ }).waitFor()
  t.match(page.url(), /frames\/7\b/)
  t.equal(await editor(page).count(), 1)
  t.strictSame(faults, [])
})

t.test('where the script for changes cannot be had, the page says so until it can', async (t) => {
  const { page, open } = await start(t)
  await page.route('**/js/live/follow-news.js', (route) => route.abort(), { times: 1 })
  await open(`/jobs/${READY}/frames/5`)
  const said = page.getByRole('alert').filter({ hasText: /^Touchline has not answered since \d/ })
  await said.waitFor()
  await said.waitFor({ state: 'hidden' })
  t.pass('it was asked for again')
})
