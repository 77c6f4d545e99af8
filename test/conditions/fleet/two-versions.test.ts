import { appendFileSync, cpSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { clientOf, HOST } from '../../support/fleet.ts'
import { NGINX, withoutPart } from '../../support/parts/parts.ts'
import { startReplica } from '../../support/process/replica.ts'
import { ROOT } from '../../support/process/start-command.ts'
import { startNginx } from '../../support/proxies/nginx.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

const JOB = '00000000-0000-4000-8000-000000000043'
const ASSET = /\/assets\/([0-9a-f]{12})\/([\w./-]+)/g
const NEW_MODULE = 'js/only-new.js'

t.test(
  'while an old and a new version serve side by side, pages of both get all their files, and no wrong one is kept',
  { skip: withoutPart(NGINX) },
  async (t) => {
    const old = await startDemoApp(t, {}, { TRUSTED_PROXIES: '127.0.0.1/32' })
    const env = { API_BASE_URL: old.upstream, TRUSTED_PROXIES: '127.0.0.1/32', LOG_LEVEL: 'warn' }
    const renewed = await startReplica(t, 'new', env, newVersion(t))
    const ports = [old.port, renewed.port]
    const ask = clientOf(t, await startNginx(t, { host: HOST, path: '', ports }), '')
    const pages = { old: await old.ask(`/jobs/${JOB}`), new: await renewed.ask(`/jobs/${JOB}`) }
    const files = { old: filesOf(pages.old.text), new: filesOf(pages.new.text) }
    t.ok(files.new.length > 10, `${files.new.length} files`)
    t.not(files.old[0]?.version, files.new[0]?.version)

    // All files of one browser come from one Touchline, whichever it is.
    const answering = new Set<boolean>()
    for (const [version, all] of Object.entries(files)) {
      for (const { path } of all) {
        const { status, headers } = await ask(path)
        t.equal(status, 200, path)
        const isKept = /immutable/.test(String(headers['cache-control']))
        if (!isKept) t.equal(headers['cache-control'], 'no-cache', path)
        answering.add(isKept === (version === 'new'))
      }
    }
    t.equal(answering.size, 1)

    const { version } = files.new[0]!
    const missing = await old.ask(`/assets/${version}/${NEW_MODULE}`)
    t.equal(missing.status, 404)
    t.notMatch(missing.headers['cache-control'], /immutable|max-age=[1-9]/)
    t.equal((await renewed.ask(`/assets/${version}/${NEW_MODULE}`)).status, 200)
  },
)

/** A copy of this Touchline with another style and one more module; gives back its folder. */
function newVersion(t: Test): string {
  const folder = t.testdir({})
  for (const name of ['src', 'views', 'static', 'package.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  appendFileSync(join(folder, 'static/css/base.css'), '\n.new {}\n')
  writeFileSync(join(folder, 'static', NEW_MODULE), 'export const isNew = true\n')
  return folder
}

function filesOf(page: string): { path: string; version: string }[] {
  return [...page.matchAll(ASSET)].map(([path, version = '']) => ({ path, version }))
}
