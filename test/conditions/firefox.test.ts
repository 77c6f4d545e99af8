import t from 'tap'
import { launchFirefox, personInFirefox } from '../support/browser/firefox.ts'
import { HOST } from '../support/browser/host-name.ts'
import { watchTraffic } from '../support/browser/traffic.ts'
import { FIREFOX, withoutPart } from '../support/parts/parts.ts'
import { startInRealTime } from '../support/process/real-time.ts'
import { WALK_MS, wholeJobWithBack } from '../support/service/whole-job.ts'

t.setTimeout(WALK_MS)

/** A look that ended because its page was left; one that failed is in `traffic.failed`. */
const LEFT = /^htmx: htmx:error: NetworkError/

t.test('the whole job in Firefox, under a host name', { skip: withoutPart(FIREFOX) }, async (t) => {
  const touchline = await startInRealTime(t)
  const browser = await launchFirefox(t, { host: HOST })
  const page = await browser.newPage()
  const traffic = watchTraffic(page)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (line) => {
    if (line.type() === 'error' && !LEFT.test(line.text())) problems.push(line.text())
  })

  await wholeJobWithBack(t, touchline, personInFirefox(page), `http://${HOST}:${touchline.port}/`)
  t.equal(traffic.mostStreams(), 1)
  t.strictSame([...traffic.failed, ...traffic.refused, ...problems], [])
  await traffic.answered()
})
