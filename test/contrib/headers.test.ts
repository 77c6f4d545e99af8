import t, { type Test } from 'tap'
import { clientOf, HOST } from '../support/fleet.ts'
import { CADDY, HAPROXY, NGINX, type Part, withoutPart } from '../support/parts/parts.ts'
import { startCaddy, startComposeCaddy } from '../support/proxies/caddy.ts'
import type { RunningProxy, Site } from '../support/proxies/contrib.ts'
import { startHaproxy } from '../support/proxies/haproxy.ts'
import { startNginx } from '../support/proxies/nginx.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

type Start = (t: Pick<Test, 'teardown'>, site: Site) => Promise<RunningProxy>
const PROXIES: [name: string, Part, Start][] = [
  ['nginx', NGINX, startNginx],
  ['HAProxy', HAPROXY, startHaproxy],
  ['Caddy', CADDY, startCaddy],
  ['Caddy of the compose file', CADDY, startComposeCaddy],
]

/** What a client says that only a proxy may say. */
const SAID = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'evil.test',
  forwarded: 'host=evil.test;proto=http',
  'x-forwarded-user': 'anna',
  'x-forwarded-groups': 'administrators',
  'x-forwarded-secret': 'sixteen characters',
}

for (const [name, part, start] of PROXIES.slice(0, 3)) {
  t.test(
    `${name} leads from the root to the path that Touchline is under`,
    { skip: withoutPart(part) },
    async (t) => {
      const touchline = await startUpstream(t, json({ ok: true }))
      const ports = [Number(new URL(touchline.url).port)]
      const proxy = await start(t, { host: HOST, path: '/analysis', ports })
      for (const typed of ['/', '/analysis']) {
        const { status, headers } = await clientOf(t, proxy, '')(typed)
        t.ok(status === 302 || status === 301, `${typed}: ${status}`)
        // Browsers may come by a port that the proxy does not know of.
        const asked = `https://${HOST}:8443`
        t.ok([HOST, `${HOST}:8443`].includes(new URL(String(headers['location']), asked).host))
        t.equal(new URL(String(headers['location']), asked).pathname, '/analysis/', typed)
      }
      t.equal((await clientOf(t, proxy, '')('/analysis/')).status, 200)
    },
  )
}

for (const [name, part, start] of PROXIES) {
  t.test(
    `${name} says itself who asks and how, and passes on nothing that a client says of that`,
    { skip: withoutPart(part) },
    async (t) => {
      const touchline = await startUpstream(t, json({ ok: true }))
      const ports = [Number(new URL(touchline.url).port)]
      const proxy = await start(t, { host: HOST, path: '', ports })
      const answer = await clientOf(t, proxy, '')('/jobs/a', { headers: SAID })
      t.equal(answer.status, 200)
      t.match(answer.headers['strict-transport-security'], /^max-age=31536000; /)
      const seen = touchline.requests.find(({ path }) => path === '/jobs/a')!
      const { headers } = seen
      t.equal(headers['x-forwarded-for'], '127.0.0.1')
      t.equal(headers['x-forwarded-proto'], 'https')
      t.equal(headers.host, new URL(proxy.origin).host)
      t.ok([undefined, headers.host].includes(headers['x-forwarded-host'] as string | undefined))
      for (const gone of ['forwarded', 'user', 'groups', 'secret']) {
        const header = gone === 'forwarded' ? gone : `x-forwarded-${gone}`
        t.equal(headers[header], undefined, header)
      }
    },
  )
  t.test(
    `${name} passes on a head of 12 kB, as one with sealed cookies may be`,
    { skip: withoutPart(part) },
    async (t) => {
      const location = `/${'a'.repeat(12_000)}`
      const touchline = await startUpstream(t, json({ ok: true }))
      // The health checks of the proxy are answered as ever.
      touchline.on('GET /', { status: 302, headers: { location } })
      const ports = [Number(new URL(touchline.url).port)]
      const proxy = await start(t, { host: HOST, path: '', ports })
      const answer = await clientOf(t, proxy, '')('/')
      t.equal(answer.status, 302)
      t.equal(String(answer.headers['location']).length, location.length)
    },
  )
}
