import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.ts'

// The browser tests need Chromium. On Debian as root it is one package away; elsewhere say what to install.
const onDebianAsRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0

if (findChromium() === null && onDebianAsRoot) {
  console.log('Installing the Debian package chromium for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'inherit' })
  run('update', '-q')
  run('install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
}

if (findChromium() === null) {
  console.error(
    'The tests need Chromium or Google Chrome. Install one (Debian: apt-get install chromium) or set CHROMIUM to its path.',
  )
  process.exit(1)
}
