import t, { type Test } from 'tap'
import { launchBrowser } from '../support/browser/browser.ts'
import { heading } from '../support/browser/controls.ts'
import { launchFirefox, personInFirefox } from '../support/browser/firefox.ts'
import { HOST, MAPPED } from '../support/browser/host-name.ts'
import { type Person, personAt } from '../support/browser/person.ts'
import { launchWebKit } from '../support/browser/webkit.ts'
import { FIREFOX, NGINX, WEBKIT, withoutPart } from '../support/parts/parts.ts'
import { startInRealTime } from '../support/process/real-time.ts'
import { startNginx } from '../support/proxies/nginx.ts'
import { WALK_MS } from '../support/service/whole-job.ts'

t.setTimeout(WALK_MS)

/** Gives back whether the page is of a host that browsers trust: of HTTPS, or of this very machine. */
async function opensJobs(t: Test, person: Person, url: string): Promise<boolean> {
  await person.open(url)
  t.equal(await person.read(heading('Jobs')), 'Jobs')
  return person.evaluate('isSecureContext')
}

t.test('pages open in Chromium under a host name over plain HTTP', async (t) => {
  const { port } = await startInRealTime(t)
  const browser = await launchBrowser(t, [MAPPED])
  const person = personAt(await browser.newPage())
  t.equal(await opensJobs(t, person, `http://${HOST}:${port}/`), false)
})

t.test('and in Firefox', { skip: withoutPart(FIREFOX) }, async (t) => {
  const { port } = await startInRealTime(t)
  const browser = await launchFirefox(t, { host: HOST })
  const person = personInFirefox(await browser.newPage())
  t.equal(await opensJobs(t, person, `http://${HOST}:${port}/`), false)
})

t.test('and in WebKit', { skip: withoutPart(WEBKIT) }, async (t) => {
  const { port } = await startInRealTime(t)
  const person = await launchWebKit(t, port)
  t.equal(await opensJobs(t, person, `http://${HOST}/`), false)
})

t.test(
  'pages open behind nginx with TLS and HTTP/2 under a path of their own',
  { skip: withoutPart(NGINX) },
  async (t) => {
    const path = '/touchline'
    const env = { BASE_PATH: path, TRUSTED_PROXIES: '127.0.0.1/32' }
    const touchline = await startInRealTime(t, env)
    const { port } = await startNginx(t, { host: HOST, path, ports: [touchline.port] })
    const browser = await launchBrowser(t, [MAPPED])
    const page = await browser.newPage({ ignoreHTTPSErrors: true })
    const person = personAt(page)
    t.equal(await opensJobs(t, person, `https://${HOST}:${port}${path}/`), true)
    const protocol = 'performance.getEntriesByType("navigation")[0].nextHopProtocol'
    t.equal(await person.evaluate(protocol), 'h2')
  },
)
