import t from 'tap'
import { launchFirefox, personInFirefox } from '../support/firefox.ts'
import { HOST } from '../support/host-name.ts'
import { FIREFOX, withoutPart } from '../support/parts/parts.ts'
import { startInRealTime } from '../support/real-time.ts'
import { watchTraffic } from '../support/traffic.ts'
import { WALK_MS, wholeJobWithBack } from '../support/whole-job.ts'

t.setTimeout(WALK_MS)

t.test('the whole job in Firefox, under a host name', { skip: withoutPart(FIREFOX) }, async (t) => {
  const touchline = await startInRealTime(t)
  const browser = await launchFirefox(t, { host: HOST })
  const page = await browser.newPage()
  const traffic = watchTraffic(page)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))

  await wholeJobWithBack(t, touchline, personInFirefox(page), `http://${HOST}:${touchline.port}/`)
  t.equal(traffic.mostStreams(), 1)
  t.strictSame([...traffic.failed, ...traffic.refused, ...problems], [])
  await traffic.answered()
})
