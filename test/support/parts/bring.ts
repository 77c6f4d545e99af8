import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { packagesOf } from './missing.ts'
import { CHROMIUM, PARTS } from './parts.ts'

/**
 * Runs before the tests. On Debian as root it installs what they need and the machine lacks; elsewhere
 * it installs nothing. Without Chromium there is no use in going on.
 */
const missing = PARTS.filter((part) => !part.isInstalled())

if (missing.length > 0 && isDebian() && process.getuid?.() === 0) {
  const packages = packagesOf(missing)
  console.log(
    `The tests need these Debian packages, which are installed now: ${packages.join(' ')}`,
  )
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'inherit' })
  run('update', '-q')
  run('install', '-y', '-q', '--no-install-recommends', ...packages)
  // Some packages start a server, which nobody asked for: the tests start their own.
  const services = missing.flatMap(({ service }) => service ?? [])
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    spawnSync('systemctl', ['disable', '--now', '--quiet', ...services], { stdio: 'inherit' })
  }
}

if (!CHROMIUM.isInstalled()) {
  const packages = CHROMIUM.packages.join(' ')
  console.error(
    `The tests need Chromium or Google Chrome. Install one (Debian: apt-get install ${packages}) or set CHROMIUM to its path.`,
  )
  process.exitCode = 1
}

function isDebian(): boolean {
  const release = '/etc/os-release'
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
}
