import t from 'tap'
import { missingLine, packagesOf } from './support/parts/missing.ts'
import { FIREFOX, NGINX, PARTS, WEBKIT } from './support/parts/parts.ts'

t.test('what could not be tried on a machine is said in one line, by name', async (t) => {
  t.equal(missingLine([]), null)
  t.equal(
    missingLine([NGINX, WEBKIT]),
    'Not tested, because not installed: nginx, WebKit (Debian: apt-get install nginx openssl webkit2gtk-driver xvfb fonts-dejavu-core).',
  )
})

t.test('what is missing is brought by one call, each package once', async (t) => {
  t.same(packagesOf([]), [])
  t.same(packagesOf([FIREFOX, WEBKIT]), [
    'firefox-esr',
    'fonts-dejavu-core',
    'webkit2gtk-driver',
    'xvfb',
  ])
  t.ok(packagesOf(PARTS).includes('chromium'))
})
