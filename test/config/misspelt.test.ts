import t from 'tap'
import { misspeltSettings } from '../../src/config/misspelt.ts'
import { Settings } from '../../src/config/settings.ts'
import { shownSettings } from '../../src/config/shown.ts'

const meantBy = (name: string) => misspeltSettings({ [name]: 'a' })[0]?.meant

t.test('a name that is nearly a setting is asked about', async (t) => {
  for (const [name, meant] of [
    ['API_BASEURL', 'API_BASE_URL'],
    ['API_BASE_ULR', 'API_BASE_URL'],
    ['api_base_url', 'API_BASE_URL'],
    ['API-BASE-URL', 'API_BASE_URL'],
    ['FRAME_SOURCE', 'FRAME_SOURCES'],
    ['FRAMES_SOURCES', 'FRAME_SOURCES'],
    ['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT_MS'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['PUBLIC_ORIGIN', 'PUBLIC_ORIGINS'],
    ['AUTH_PASSWORDS_FILE', 'AUTH_PASSWORD_FILE'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['Port', 'PORT'],
    ['DEMOSPEED', 'DEMO_SPEED'],
  ] as const) {
    t.equal(meantBy(name), meant, name)
  }
})

t.test('names of other programs are not', async (t) => {
  for (const name of [
    'HOME',
    'PATH',
    'POST',
    'PORTS',
    'HOSTS',
    'HOSTNAME',
    'HOSTTYPE',
    'USER',
    'LANG',
    'LOGNAME',
    'SHLVL',
    'NODE_ENV',
    'NODE_OPTIONS',
    'npm_config_loglevel',
    'KUBERNETES_PORT',
    'TOUCHLINE_PORT',
    'AUTHOR',
    'BASE_URL',
    'BASH_ENV',
    'http_proxy',
    'XDG_SESSION_PATH',
  ]) {
    t.equal(meantBy(name), undefined, name)
  }
  const settings = Object.fromEntries(Object.keys(Settings.properties).map((name) => [name, 'a']))
  t.strictSame(misspeltSettings({ ...settings, DEMO_SPEED: '1' }), [], 'nor are the settings')
  t.strictSame(misspeltSettings({ API_BASEURL: '' }), [], 'nor is what is empty')
})

t.test('a setting that holds a secret is never shown', async (t) => {
  for (const [name, rule] of Object.entries(Settings.properties)) {
    if (/SECRET|AUTHORIZATION|PASSWORD$|TOKEN$|KEY$/.test(name)) t.equal(rule['secret'], true, name)
  }
  const env = {
    UPSTREAM_AUTHORIZATION: 'Bearer c4na4y',
    AUTH_PROXY_SECRET: 'c4na4yc4na4yc4na4y',
    FRAME_SOURCES: 'http://c4na4y:c4na4y@a.test/',
    AUTH_PASSWORD_FILE: '/run/passwords',
  }
  const shown = shownSettings(env)
  t.notMatch(JSON.stringify(shown), /c4na4y/)
  const settingOf = (name: string) => shown.find((setting) => setting.name === name)
  t.match(settingOf('AUTH_PROXY_SECRET'), { value: '(set, not shown)', isDefault: false })
  t.match(settingOf('FRAME_SOURCES'), { value: 'http://…@a.test/' })
  t.match(settingOf('AUTH_PASSWORD_FILE'), { value: '/run/passwords' })
  t.match(settingOf('PORT'), { value: '3000', isDefault: true })
})
