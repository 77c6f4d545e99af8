import { existsSync, globSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findChromium } from '../browser/find-chromium.ts'

/** A program that the tests use as it is, rather than a stand-in for it. */
export interface Part {
  name: string
  /** The Debian packages that bring it. */
  packages: readonly string[]
  /** What the package starts as a service of the system. */
  service?: string
  isInstalled(): boolean
}

export const CHROMIUM: Part = {
  name: 'Chromium',
  packages: ['chromium', 'fonts-dejavu-core'],
  isInstalled: () => findChromium() !== null,
}

/** Each proxy with the program that makes its certificate. */
export const NGINX: Part = {
  name: 'nginx',
  packages: ['nginx', 'openssl'],
  service: 'nginx',
  isInstalled: () => findProgram('nginx') !== null && findProgram('openssl') !== null,
}

export const HAPROXY: Part = {
  name: 'HAProxy',
  packages: ['haproxy', 'openssl'],
  service: 'haproxy',
  isInstalled: () => findProgram('haproxy') !== null && findProgram('openssl') !== null,
}

export const CADDY: Part = {
  name: 'Caddy',
  packages: ['caddy', 'openssl'],
  service: 'caddy',
  isInstalled: () => findProgram('caddy') !== null && findProgram('openssl') !== null,
}

export const FIREFOX: Part = {
  name: 'Firefox',
  packages: ['firefox-esr', 'fonts-dejavu-core'],
  isInstalled: () => findFirefox() !== null,
}

export const WEBKIT: Part = {
  name: 'WebKit',
  packages: ['webkit2gtk-driver', 'xvfb', 'fonts-dejavu-core'],
  isInstalled: () => findWebKit() !== null,
}

/** What a script in a shell uses. */
export const CURL: Part = {
  name: 'curl and jq',
  packages: ['curl', 'jq'],
  isInstalled: () => findProgram('curl') !== null && findProgram('jq') !== null,
}

export const POSTGRES: Part = {
  name: 'PostgreSQL',
  packages: ['postgresql'],
  service: 'postgresql',
  isInstalled: () => findPostgres() !== null,
}

/** Judges a unit file; it need not run here. */
export const SYSTEMD: Part = {
  name: 'systemd',
  packages: ['systemd'],
  isInstalled: () => findProgram('systemd-analyze') !== null,
}

export const PARTS: readonly Part[] = [
  CHROMIUM,
  NGINX,
  HAPROXY,
  CADDY,
  FIREFOX,
  WEBKIT,
  CURL,
  POSTGRES,
  SYSTEMD,
]

/** For `skip` of a test that needs a part: false, or why it is left out. Chromium is never left out. */
export function withoutPart(part: Part): string | false {
  return part.isInstalled() ? false : `${part.name} is not installed`
}

export function findFirefox(): string | null {
  const firefox = '/Applications/Firefox.app/Contents/MacOS/firefox'
  return (
    findProgram('firefox-esr') ?? findProgram('firefox') ?? (existsSync(firefox) ? firefox : null)
  )
}

/** The driver, the browser that it starts, and the display that the browser draws on. */
export function findWebKit(): { driver: string; browser: string; display: string } | null {
  const driver = findProgram('WebKitWebDriver')
  const display = findProgram('Xvfb')
  const [browser] = globSync('/usr/lib{,exec,64,/*}/webkit2gtk-4.*/MiniBrowser')
  return driver && display && browser ? { driver, browser, display } : null
}

/** The folder of its programs: Debian has one for each version. */
export function findPostgres(): string | null {
  const versions = globSync('/usr/lib/postgresql/*/bin').sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  const inPath = findProgram('initdb') && findProgram('postgres')
  return versions.at(-1) ?? (inPath ? dirname(inPath) : null)
}

/** Its path, or null. The folders of system programs are looked at too: not everybody has them in PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}
