import t from 'tap'
import { faultsOf } from '../support/config-faults.ts'

const PROXY = {
  AUTH: 'proxy',
  AUTH_PROXY_SECRET: 'a'.repeat(16),
  TRUSTED_PROXIES: '10.0.0.0/8',
}
const OIDC = {
  AUTH: 'oidc',
  OIDC_ISSUER: 'https://sso.club.lan/realms/club',
  OIDC_CLIENT_ID: 'touchline',
  OIDC_COOKIE_KEYS: 'k'.repeat(32),
  PUBLIC_ORIGINS: 'https://touchline.club.lan',
}
const GROUPS = { AUTH_GROUPS_HEADER: 'Remote-Groups' }

const WRONG: [string, Record<string, string>, RegExp][] = [
  ['a port that is a word', { PORT: 'http' }, /^PORT is "http", but must be a whole number/],
  ['a port too high', { PORT: '65536' }, /PORT .* 0 to 65535/],
  ['a port with a fraction', { PORT: '80.5' }, /PORT/],
  ['a time-out of none', { UPSTREAM_TIMEOUT_MS: '0' }, /UPSTREAM_TIMEOUT_MS/],
  ['a size below none', { FRAME_MAX_BYTES: '-1' }, /FRAME_MAX_BYTES/],
  ['a log level unheard of', { LOG_LEVEL: 'loud' }, /LOG_LEVEL .* one of fatal, error, warn/],
  ['an upstream that is no address', { API_BASE_URL: 'api' }, /API_BASE_URL/],
  ['an upstream of another scheme', { API_BASE_URL: 'ftp://a.test' }, /API_BASE_URL/],
  ['an upstream with a password', { API_BASE_URL: 'http://u:c4na4y@a.test' }, /API_BASE_URL/],
  ['an upstream with a query', { API_BASE_URL: 'http://a.test?key=c4na4y' }, /API_BASE_URL/],
  ['a source that is a name', { FRAME_SOURCES: 'a.test' }, /FRAME_SOURCES holds "a.test"/],
  ['a network that is an address', { FRAME_NETWORKS: '10.0.0.1' }, /FRAME_NETWORKS/],
  ['a proxy that is a name', { TRUSTED_PROXIES: 'proxy' }, /TRUSTED_PROXIES/],
  ['a public address that is a name', { PUBLIC_ORIGINS: 'touchline.lan' }, /PUBLIC_ORIGINS holds/],
  ['a public address with a path', { PUBLIC_ORIGINS: 'http://a.lan/desk' }, /PUBLIC_ORIGINS holds/],
  ['a public address with a name', { PUBLIC_ORIGINS: 'http://a@b.lan' }, /PUBLIC_ORIGINS holds/],
  ['a public address of any kind', { PUBLIC_ORIGINS: '*' }, /PUBLIC_ORIGINS holds/],
  ['public addresses by a pattern', { PUBLIC_ORIGINS: 'https://*.a.lan' }, /PUBLIC_ORIGINS holds/],
  ['a path with dots', { BASE_PATH: '/a/../b' }, /BASE_PATH must be/],
  ['a path with a dot', { BASE_PATH: '/./a' }, /BASE_PATH must be/],
  [
    'a credential of two lines',
    { UPSTREAM_AUTHORIZATION: 'Bearer a\nb' },
    /UPSTREAM_AUTHORIZATION must be one line/,
  ],
  [
    'a credential beyond ASCII',
    { UPSTREAM_AUTHORIZATION: 'Bearer caffè' },
    /UPSTREAM_AUTHORIZATION must be one line/,
  ],
  [
    'a secret beyond ASCII',
    {
      AUTH: 'proxy',
      TRUSTED_PROXIES: '127.0.0.1/32',
      AUTH_PROXY_SECRET: 'segretissimo-perché',
    },
    /AUTH_PROXY_SECRET must be one line/,
  ],
  ['a public address of a file', { PUBLIC_ORIGINS: 'file:///' }, /PUBLIC_ORIGINS holds/],
  ['a base path without its slash', { BASE_PATH: 'touchline' }, /BASE_PATH/],
  ['a mode of entry unheard of', { AUTH: 'open' }, /AUTH .* one of none, basic, proxy, oidc/],
  ['basic without its file', { AUTH: 'basic' }, /AUTH_PASSWORD_FILE/],
  ['a password file without basic', { AUTH_PASSWORD_FILE: 'f' }, /no effect unless AUTH is basic/],
  [
    'tokens without a door',
    { AUTH_TOKEN_FILE: 'f' },
    /no effect unless AUTH is basic, proxy or oidc/,
  ],
  ['a secret without a proxy', { AUTH_PROXY_SECRET: 'c4na4y' }, /no effect unless AUTH is proxy/],
  ['a way out without a proxy', { AUTH_SIGN_OUT_URL: '/out' }, /no effect unless AUTH is proxy/],
  ...['javascript:alert(1)', '//evil.test/', '/\\\\evil.test', 'sign_out', 'ftp://a.test/'].map(
    (AUTH_SIGN_OUT_URL): [string, Record<string, string>, RegExp] => [
      `a way out at ${AUTH_SIGN_OUT_URL}`,
      {
        AUTH: 'proxy',
        AUTH_PROXY_SECRET: 'a'.repeat(16),
        TRUSTED_PROXIES: '10.0.0.0/8',
        AUTH_SIGN_OUT_URL,
      },
      /^AUTH_SIGN_OUT_URL must be a path/,
    ],
  ),
  [
    'an issuer without its mode',
    { OIDC_ISSUER: 'https://a.test' },
    /no effect unless AUTH is oidc/,
  ],
  ['a provider without an address', { ...OIDC, OIDC_ISSUER: '' }, /set OIDC_ISSUER/],
  ['a provider in plain text', { ...OIDC, OIDC_ISSUER: 'http://sso.lan' }, /OIDC_ISSUER .* https/],
  ['a provider with a query', { ...OIDC, OIDC_ISSUER: 'https://a.test/?b' }, /OIDC_ISSUER/],
  ['a provider that does not know us', { ...OIDC, OIDC_CLIENT_ID: '' }, /set OIDC_CLIENT_ID/],
  ['a provider that leads nowhere', { ...OIDC, PUBLIC_ORIGINS: '' }, /set PUBLIC_ORIGINS/],
  ['a session without a key', { ...OIDC, OIDC_COOKIE_KEYS: '' }, /OIDC_COOKIE_KEYS/],
  [
    'a key that can be guessed',
    { ...OIDC, OIDC_COOKIE_KEYS: `c4na4y,${'k'.repeat(32)}` },
    /OIDC_COOKIE_KEYS to keys of at least 32/,
  ],
  ['scopes without openid', { ...OIDC, OIDC_SCOPES: 'profile' }, /OIDC_SCOPES must hold openid/],
  ['a session without an end', { ...OIDC, OIDC_SESSION_MINUTES: '0' }, /OIDC_SESSION_MINUTES/],
  [
    'groups of a provider without analysts',
    { ...OIDC, VIEWER_GROUPS: 'a' },
    /ANALYST_GROUPS is not/,
  ],
  ['a groups header without a proxy', { AUTH_GROUPS_HEADER: 'Remote-Groups' }, /no effect unless/],
  ['groups without a proxy', { ANALYST_GROUPS: 'scouts' }, /ANALYST_GROUPS .* no effect unless/],
  ['groups without their header', { ...PROXY, ANALYST_GROUPS: 'a' }, /AUTH_GROUPS_HEADER does not/],
  ['a groups header without groups', { ...PROXY, ...GROUPS }, /name the groups in ANALYST_GROUPS/],
  ['groups without analysts', { ...PROXY, ...GROUPS, VIEWER_GROUPS: 'a' }, /ANALYST_GROUPS is not/],
  [
    'one header for name and groups',
    { ...PROXY, ANALYST_GROUPS: 'a', AUTH_GROUPS_HEADER: 'X-Forwarded-User' },
    /AUTH_GROUPS_HEADER is/,
  ],
  [
    'groups in a header that means something else',
    { ...PROXY, ANALYST_GROUPS: 'a', AUTH_GROUPS_HEADER: 'Cookie' },
    /AUTH_GROUPS_HEADER is/,
  ],
  [
    'groups that are parted by a letter',
    { ...PROXY, ...GROUPS, ANALYST_GROUPS: 'a', AUTH_GROUPS_SEPARATOR: 'x' },
    /AUTH_GROUPS_SEPARATOR/,
  ],
  ['a user header without a proxy', { AUTH_USER_HEADER: 'Remote-User' }, /no effect unless AUTH/],
  ...[
    'Authorization',
    'X-Forwarded-Secret',
    'Remote User',
    'Remote_User',
    'Nutzer:',
    'Idempotency-Key',
  ].map((AUTH_USER_HEADER): [string, Record<string, string>, RegExp] => [
    `a user in ${AUTH_USER_HEADER}`,
    {
      AUTH: 'proxy',
      AUTH_PROXY_SECRET: 'a'.repeat(16),
      TRUSTED_PROXIES: '10.0.0.0/8',
      AUTH_USER_HEADER,
    },
    /^AUTH_USER_HEADER is ".*", but must be the name of a header/,
  ]),
  [
    'a proxy without a secret',
    { AUTH: 'proxy', TRUSTED_PROXIES: '10.0.0.0/8' },
    /AUTH_PROXY_SECRET to at least 16/,
  ],
  [
    'a proxy from anywhere',
    { AUTH: 'proxy', AUTH_PROXY_SECRET: 'a'.repeat(16) },
    /TRUSTED_PROXIES/,
  ],
]
for (const [what, env, words] of WRONG) {
  t.test(`${what} stops the start and is named`, async (t) => {
    const faults = faultsOf(env)
    t.equal(faults.length, 1)
    t.match(faults[0], words)
    t.notMatch(faults[0], /c4na4y/)
  })
}

t.test('without a way to ask who enters, only loopback may be listened on', async (t) => {
  const open = [
    '0.0.0.0',
    '::',
    '10.0.0.5',
    '192.168.1.2',
    'touchline.intranet',
    '[::]',
    '::ffff:10.0.0.1',
  ]
  for (const HOST of open) {
    t.match(
      faultsOf({ HOST }),
      [/HOST .* while AUTH is none. Set AUTH to basic, proxy or oidc/],
      HOST,
    )
    t.strictSame(faultsOf({ HOST, AUTH: 'basic', AUTH_PASSWORD_FILE: 'f' }), [], HOST)
  }
  for (const HOST of ['127.0.0.1', '127.9.9.9', 'localhost', '::1', '[::1]', 'LOCALHOST']) {
    t.strictSame(faultsOf({ HOST }), [], HOST)
  }
})

t.test('every wrong setting is named at once', async (t) => {
  t.equal(faultsOf({ PORT: 'x', LOG_LEVEL: 'y', API_BASE_URL: 'z' }).length, 3)
})
