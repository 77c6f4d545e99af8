import t, { type Test } from 'tap'
import { startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

const SECRET = 'sixteen characters'
const ROLES = {
  ADMINISTRATOR_GROUPS: 'touchline-admins',
  ANALYST_GROUPS: 'scouts, Späher',
}

async function behindProxy(t: Test, env: Record<string, string> = {}) {
  const upstream = await startUpstream(t)
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    AUTH: 'proxy',
    AUTH_PROXY_SECRET: SECRET,
    AUTH_GROUPS_HEADER: 'Remote-Groups',
    TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
    ...ROLES,
    ...env,
  })
  /** The status of a change and of a read by somebody for whom the proxy sends these lines. */
  const may = async (...lines: string[]) => {
    const send = async (head: string) => {
      const wire = [
        ...[head, 'Host: a', 'X-Forwarded-User: anna', `X-Forwarded-Secret: ${SECRET}`],
        ...[...lines, 'Content-Type: application/json', 'Content-Length: 2', 'Connection: close'],
      ].join('\r\n')
      const answer = await rawRequest(app.port, Buffer.from(`${wire}\r\n\r\n{}`, 'latin1'))
      return readAnswer(answer).status
    }
    const change = await send('POST /api/jobs/j1/enqueue HTTP/1.1')
    return [change, await send('GET /api/jobs/j1 HTTP/1.1')]
  }
  const told = (message: string) => app.logged().filter(({ msg }) => msg === message)
  return { ...app, upstream, may, told }
}

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const ACTS = [200, 200]
const READS = [403, 200]
const STAYS_OUT = [403, 403]
const UNKNOWN = [401, 401]

t.test('the groups that the proxy names make the role', async (t) => {
  const { may, upstream } = await behindProxy(t)
  t.strictSame(await may('Remote-Groups: scouts'), ACTS)
  t.strictSame(await may('remote-GROUPS: all , scouts ,, others'), ACTS)
  t.strictSame(await may('Remote-Groups: touchline-admins'), ACTS)
  t.strictSame(await may(`Remote-Groups: ${utf8('Späher')}`), ACTS, 'in UTF-8')
  t.strictSame(await may('Remote-Groups: Sp\xe4her'), ACTS, 'in Latin-1')
  t.strictSame(await may('Remote-Groups: others'), READS, 'whoever is signed in may look')
  t.strictSame(await may(), READS, 'no groups')
  t.strictSame(await may('Remote-Groups:'), READS, 'an empty list')
  for (const { headers } of upstream.requests) t.notOk(headers['remote-groups'], 'never upstream')
})

t.test('a group is known by its exact name alone', async (t) => {
  const { may } = await behindProxy(t)
  const near = ['Scouts', 'SCOUTS', 'scout', 'scouts2', 'scouts;all', 'scouts|all', 'all scouts']
  const odd = ['"scouts"', 'scouts\x01', '\xe2\x80\xaescouts', 'scouts\xe2\x80\x8b', 'sc\xc3outs']
  for (const group of [...near, ...odd]) {
    const [change] = await may(`Remote-Groups: ${group}`)
    t.not(change, 200, JSON.stringify(group))
  }
})

t.test('a thousand groups are read, and the last one counts as the first does', async (t) => {
  const { may } = await behindProxy(t)
  const many = Array.from({ length: 1_000 }, (_, n) => `group-${n}`).join(',')
  t.strictSame(await may(`Remote-Groups: ${many}`), READS)
  t.strictSame(await may(`Remote-Groups: ${many},scouts`), ACTS)
})

t.test('a header that stands twice is believed in neither place', async (t) => {
  const { may, close, told } = await behindProxy(t)
  t.strictSame(await may('Remote-Groups: all', 'Remote-Groups: scouts'), UNKNOWN)
  t.strictSame(await may('remote-groups: touchline-admins', 'Remote-Groups: all'), UNKNOWN)
  await close()
  t.match(told('the proxy named no user')[0], { reason: 'remote-groups stands twice' })
})

t.test('groups count only beside a name from a trusted proxy that knows the secret', async (t) => {
  const { may, ask } = await behindProxy(t, { TRUSTED_PROXIES: '10.0.0.0/8' })
  t.strictSame(await may('Remote-Groups: touchline-admins'), UNKNOWN, 'an untrusted peer')
  t.strictSame(
    await may('Remote-Groups: touchline-admins', 'X-Forwarded-For: 10.0.0.1'),
    UNKNOWN,
    'one that says it is another',
  )
  const known = await behindProxy(t)
  const headers = { 'x-forwarded-user': 'anna', 'remote-groups': 'scouts' }
  t.equal((await known.ask('/api/jobs/j1', { headers })).status, 401, 'no secret')
  t.equal((await ask('/api/jobs/j1', { headers })).status, 401)
})

t.test('without the setting the header means nothing', async (t) => {
  const { may } = await behindProxy(t, {
    AUTH_GROUPS_HEADER: '',
    ADMINISTRATOR_GROUPS: '',
    ANALYST_GROUPS: '',
  })
  t.strictSame(await may('Remote-Groups: nobody'), ACTS, 'everybody is an analyst')
})

t.test('where groups may look, all others stay out, and read why', async (t) => {
  const { may, ask, upstream } = await behindProxy(t, { VIEWER_GROUPS: 'staff' })
  t.strictSame(await may('Remote-Groups: staff'), READS)
  upstream.requests.length = 0
  t.strictSame(await may('Remote-Groups: others'), STAYS_OUT)
  t.strictSame(await may(), STAYS_OUT)
  const headers = { 'x-forwarded-user': 'anna', 'x-forwarded-secret': SECRET }
  const page = await ask('/', { headers: { ...headers, accept: 'text/html' } })
  t.equal(page.status, 403)
  t.match(page.text, 'You are signed in as anna, but this name may not use Touchline.')
  t.match((await ask('/api/jobs/j1', { headers })).json(), { error: { code: 'NO_ROLE' } })
  t.strictSame(upstream.requests, [], 'the service is asked nothing')
})

t.test('another character may stand between groups', async (t) => {
  const { may } = await behindProxy(t, { AUTH_GROUPS_SEPARATOR: '|' })
  t.strictSame(await may('Remote-Groups: all|scouts'), ACTS)
  t.strictSame(await may('Remote-Groups: all,scouts'), READS)
})
