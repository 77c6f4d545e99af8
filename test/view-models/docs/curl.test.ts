import { execFileSync } from 'node:child_process'
import t from 'tap'
import { curlOf, reachOf } from '../../../src/view-models/docs/curl.ts'

/** What a shell makes of a command: its words. `curl` is a function that says them. */
function wordsOf(command: string, env: Record<string, string> = {}): string[] {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; }\n${command}`
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

t.test('a command says what was meant, whatever stands in its body', async (t) => {
  const body = { name: 'O\'Neill $(id) `id` \\ "x" 🥅', n: 1 }
  const reach = reachOf('https://touchline.club.lan', '/desk', 'token')
  const command = curlOf(reach, {
    method: 'POST',
    path: '/api/jobs/$JOB/target',
    headers: ['X-Analysis-Attempt-Id: $ATTEMPT'],
    body,
  })
  const words = wordsOf(command, { JOB: 'j 1', TOKEN: 'a*b', ATTEMPT: 'c' })
  t.strictSame(words, [
    '-sS',
    'https://touchline.club.lan/desk/api/jobs/j 1/target',
    '-H',
    'Authorization: Bearer a*b',
    '-H',
    'X-Analysis-Attempt-Id: c',
    '-H',
    'Content-Type: application/json',
    '--data-raw',
    JSON.stringify(body),
  ])
})

t.test('an address that a shell would run or split is not put into a command', async (t) => {
  for (const origin of [
    null,
    'http://$(id)',
    'http://a`id`',
    'http://a"b',
    'http://a;b',
    'x://a',
  ]) {
    t.equal(reachOf(origin, '', null).base, 'http://localhost:3000', String(origin))
  }
  for (const origin of ['http://localhost:3000', 'https://[::1]:8443', 'http://a-b.c']) {
    t.equal(reachOf(origin, '/desk', null).base, `${origin}/desk`)
  }
})

t.test(
  'a command names the credential that is taken, and none where nobody is asked',
  async (t) => {
    const request = { method: 'GET', path: '/metrics' } as const
    const of = (credential: 'token' | 'basic' | null, open = false) =>
      curlOf(reachOf('http://a', '', credential), request, open)
    t.match(of('token'), 'Bearer $TOKEN')
    t.match(of('basic'), '-u "$NAME"')
    t.equal(of(null), 'curl -sS "http://a/metrics"')
    t.equal(of('token', true), 'curl -sS "http://a/metrics"')
  },
)
