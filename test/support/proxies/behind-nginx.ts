import type { Test } from 'tap'
import { launchBrowser } from '../browser/browser.ts'
import * as controls from '../browser/controls.ts'
import { HOST, MAPPED } from '../browser/host-name.ts'
import { personAt } from '../browser/person.ts'
import { watchTraffic } from '../browser/traffic.ts'
import { startInRealTime } from '../process/real-time.ts'
import { analyse, choosePlayer, createJob } from '../service/whole-job.ts'
import { startNginx } from './nginx.ts'

const PATH = '/touchline'

/** A whole job in Chromium, in real time, behind nginx with TLS and HTTP/2 under a path. */
export async function wholeJobBehindNginx(t: Test, { javaScriptEnabled = true } = {}) {
  const env = { BASE_PATH: PATH, TRUSTED_PROXIES: '127.0.0.1/32' }
  const touchline = await startInRealTime(t, env)
  const { port } = await startNginx(t, { host: HOST, path: PATH, ports: [touchline.port] })
  const browser = await launchBrowser(t, [MAPPED])
  const page = await browser.newPage({ javaScriptEnabled, ignoreHTTPSErrors: true })
  const traffic = watchTraffic(page)
  const person = personAt(page)
  const home = `https://${HOST}:${port}${PATH}/`
  const streams = javaScriptEnabled ? 1 : 0

  const job = await createJob(t, person, home)
  t.ok(job.startsWith(`${home}jobs/`), job)
  await choosePlayer(person, 2)
  t.equal(await touchline.openStreams(streams), streams)
  await person.press(controls.button('Confirm target'))
  await analyse(person)

  await person.read(controls.FINISHED)
  t.equal(await touchline.openStreams(0), 0)
  t.equal(traffic.mostStreams(), streams)
  t.strictSame([...traffic.failed, ...traffic.refused], [])
  await traffic.answered()
}
