import { randomBytes } from 'node:crypto'
import t from 'tap'
import { readConfig } from '../../src/config/index.ts'
import { shownSettings } from '../../src/config/shown.ts'
import { faultsOf } from '../support/config-faults.ts'

const secretOf = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`
const SECRET = secretOf(32)

t.test('without addresses nobody is told', async (t) => {
  t.equal(readConfig({}).webhooks, null)
  t.equal(readConfig({ WEBHOOK_SECRET: SECRET }).webhooks, null)
})

t.test('each address is told once, and is named without its secrets', async (t) => {
  const { webhooks } = readConfig({
    WEBHOOK_URLS: 'https://a.lan/in/x?token=x, http://us:pw@b.lan:8080/,https://a.lan/in/x?token=x',
    WEBHOOK_SECRET: SECRET,
  })
  t.match(webhooks?.hooks, [
    { label: 'https://a.lan (1)', origin: 'https://a.lan', path: '/in/x?token=x' },
    { label: 'http://b.lan:8080 (2)', path: '/', authorization: /^Basic / },
  ])
  t.equal(webhooks?.hooks.length, 2)
  t.equal(webhooks?.key.toString('base64'), SECRET.slice('whsec_'.length))
})

t.test('what is wrong is said without the address', async (t) => {
  for (const [urls, words] of [
    ['ftp://c4na4y.lan/', /Address 1 of WEBHOOK_URLS is not an http or https address/],
    ['http://a.lan/,c4na4y', /Address 2 of WEBHOOK_URLS/],
    ['http://a.lan/#c4na4y', /Address 1/],
    [`http://a.lan/${'c4na4y'.repeat(400)}`, /Address 1/],
    ['http://c4na4y%ff@a.lan/', /a name or a password that cannot be read/],
    ['http://169.254.169.254/c4na4y', /a network that Touchline never dials/],
    ['http://[fe80::1]/c4na4y', /a network that Touchline never dials/],
    ['1,2,3,4,5,6'.replaceAll(/\d/g, 'http://a.lan/$&'), /at most 5 addresses/],
  ] as const) {
    const faults = faultsOf({ WEBHOOK_URLS: urls, WEBHOOK_SECRET: SECRET })
    t.equal(faults.length, 1, urls)
    t.match(faults[0], words)
    t.notMatch(faults[0], /c4na4y/)
  }
})

t.test('the secret is whsec_ and 24 to 64 bytes in base64', async (t) => {
  const urls = { WEBHOOK_URLS: 'http://a.lan/' }
  t.match(faultsOf(urls), [/WEBHOOK_SECRET is not/])
  for (const bytes of [24, 25, 26, 63, 64])
    t.strictSame(faultsOf({ ...urls, WEBHOOK_SECRET: secretOf(bytes) }), [], `${bytes} bytes`)
  for (const wrong of [
    secretOf(23),
    secretOf(65),
    SECRET.slice('whsec_'.length),
    `whsec_${'c4na4y!'.repeat(6)}`,
    SECRET.replace('whsec_', 'whsec-'),
    `${SECRET}A`,
  ]) {
    const faults = faultsOf({ ...urls, WEBHOOK_SECRET: wrong })
    t.match(faults, [/WEBHOOK_SECRET must be whsec_/], wrong)
    t.notMatch(faults[0], wrong)
  }
})

t.test('neither is shown by the check', async (t) => {
  const env = { WEBHOOK_URLS: 'https://a.lan/c4na4y', WEBHOOK_SECRET: SECRET }
  const shown = shownSettings(env).filter(({ name }) => name.startsWith('WEBHOOK'))
  t.strictSame(
    shown.map(({ value }) => value),
    ['(set, not shown)', '(set, not shown)'],
  )
})
