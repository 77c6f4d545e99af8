import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../support/process/start-command.ts'
import { startProcess } from '../support/process/touchline-process.ts'
import { productionPackages } from './packages.ts'

/** They ask for their own notice and no more. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-0-Clause',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
])
/** libvips, which sharp loads as a library of its own and which may be left out: docs/release.md. */
const OF_SHARP = /^@img\/sharp-/

t.test('no package of production has a licence that nobody has looked at', async (t) => {
  const packages = productionPackages()
  t.ok(packages.length > 80, `${packages.length} packages`)
  for (const { name, licence, optional } of packages) {
    const isSharp = optional && OF_SHARP.test(name) && /LGPL-3\.0-or-later/.test(licence)
    t.ok(ALLOWED.has(licence) || isSharp, `${name}: ${licence}`)
  }
})

t.test(
  'Touchline starts and shows a page with the packages alone that it cannot do without',
  async (t) => {
    // Outside of the project: else Node looks for packages in its folder as well.
    const cwd = mkdtempSync(join(tmpdir(), 'touchline-supply-'))
    t.teardown(() => rmSync(cwd, { recursive: true }))
    for (const name of ['src', 'views', 'static', 'package.json']) {
      cpSync(join(ROOT, name), join(cwd, name), { recursive: true })
    }
    // A link would lead to the folder where all the others are.
    for (const { path, optional } of productionPackages()) {
      const isInside = path.split('node_modules/').length > 2
      if (!optional && !isInside) cpSync(join(ROOT, path), join(cwd, path), { recursive: true })
    }
    t.notOk(existsSync(join(cwd, 'node_modules/sharp')))
    const touchline = await startProcess(t, { cwd, env: { API_BASE_URL: 'http://127.0.0.1:9' } })
    const page = await touchline.ask('/', { headers: { accept: 'text/html' } })
    t.equal(page.status, 200)
    t.match(page.text, '<h1')
    t.equal((await touchline.ask('/openapi.json')).status, 200)
    t.equal((await touchline.ask('/metrics')).status, 200)
  },
)

t.test('the lock file names no registry, and has a checksum for each package', async (t) => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
  t.notMatch(text, /"resolved"/)
  const { packages } = JSON.parse(text)
  for (const [path, { integrity }] of Object.entries<{ integrity?: string }>(packages)) {
    if (path !== '') t.match(integrity, /^sha512-/, path)
  }
})
