import type { BrowserContext } from 'playwright-core'
import t from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import * as controls from '../support/browser/controls.ts'
import { HOST, MAPPED } from '../support/browser/host-name.ts'
import { personAt } from '../support/browser/person.ts'
import { watchTraffic } from '../support/browser/traffic.ts'
import { startInRealTime } from '../support/process/real-time.ts'
import {
  analyse,
  chooseAnother,
  choosePlayer,
  createJob,
  WALK_MS,
} from '../support/service/whole-job.ts'

t.setTimeout(WALK_MS)

async function openTab(context: BrowserContext) {
  const page = await context.newPage()
  return { page, person: personAt(page), traffic: watchTraffic(page) }
}

t.test('two people and three tabs follow one job in real time, each over one stream', async (t) => {
  const touchline = await startInRealTime(t)
  const home = `http://${HOST}:${touchline.port}/`
  const browser = await launchBrowser(t, [MAPPED])
  const anna = await browser.newContext()
  const [first, second] = [await openTab(anna), await openTab(anna)]
  const other = await openTab(await browser.newContext())
  const tabs = [first, second, other]

  const job = await createJob(t, first.person, home)
  await second.person.open(job)
  await other.person.open(job)
  for (const { person } of tabs) await person.read(controls.CANDIDATES)
  t.equal(await touchline.openStreams(3), 3, 'a stream for each page')

  await choosePlayer(first.person, 2)
  for (const { person } of tabs) await person.read(controls.CHANGE_PLAYER)
  t.equal(await touchline.openStreams(3), 3, 'and no more after a change')
  for (const { traffic } of tabs) await traffic.answered()

  // While Anna adjusts the box, somebody else changes the player.
  await first.person.press(controls.link('Adjust the box on its frame'))
  await first.person.read(controls.heading('Frame'))
  const chosen = await other.person.read(controls.PLAYER)
  const stored = other.page.waitForResponse((answer) => answer.request().method() === 'POST')
  await chooseAnother(other.person)
  t.equal((await stored).status(), 200)
  for (const { person } of [other, second]) await person.read(controls.playerBut(chosen))

  await first.person.press(controls.button('Confirm target'))
  t.match(await first.person.read(controls.PROBLEM), /somebody else/i, 'Anna is told')
  t.match(first.traffic.refused, [/^409 POST .*\/target$/])

  await first.person.press(controls.link('Back to'))
  await first.person.press(controls.button('Confirm target'))
  await analyse(first.person)
  for (const { person } of tabs) {
    await person.read(controls.RESULT)
    await person.read(controls.FINISHED)
  }

  t.equal(await touchline.openStreams(0), 0, 'a finished job has no streams')
  for (const { traffic } of tabs) {
    t.equal(traffic.mostStreams(), 1)
    t.strictSame(traffic.failed, [])
    await traffic.answered()
  }
  t.strictSame([...second.traffic.refused, ...other.traffic.refused], [])
})
