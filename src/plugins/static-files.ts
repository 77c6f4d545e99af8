import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import staticFiles from '@fastify/static'
import fp from 'fastify-plugin'
import { readModules } from './static/modules.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Changes with any asset, and stands in the path of all: they cache for ever. */
    assetVersion: string
  }
}

const STATIC = join(import.meta.dirname, '../../static')
const MODULES = join(STATIC, 'js')
const ONE_YEAR_SEC = 365 * 86_400
const require = createRequire(import.meta.url)

/** The browser's files of our packages, by the name that we serve them under. */
const VENDOR = {
  'htmx.min.js': require.resolve('htmx.org/dist/htmx.min.js'),
  'hx-sse.min.js': require.resolve('htmx.org/dist/ext/hx-sse.min.js'),
  'chart.js': join(dirname(require.resolve('chart.js')), 'chart.umd.min.js'),
} as const

/**
 * Serves `static/` and the vendor files under `/assets/<version>/`; no build, no CDN. Our own modules
 * come from memory, without their comments.
 */
export const staticFilesPlugin = fp<{ basePath: string }>(
  async (app, { basePath }) => {
    const modules = readModules(MODULES)
    const files = filesBelow(STATIC).filter((path) => !path.startsWith(MODULES))
    const contents = [...files, ...Object.values(VENDOR)].map((path) => readFileSync(path))
    const version = hashOf([...modules.sources, ...contents])
    const prefix = `${basePath}/assets/${version}/`
    app.decorate('assetVersion', version)
    await app.register(staticFiles, {
      root: STATIC,
      prefix,
      immutable: true,
      maxAge: ONE_YEAR_SEC * 1000,
      index: false,
      decorateReply: true,
    })
    app.get<{ Params: { '*': string } }>(`${prefix}js/*`, async (request, reply) => {
      const text = await modules.served(request.params['*'])
      if (text === undefined) return reply.callNotFound()
      return reply
        .type('application/javascript; charset=utf-8')
        .header('cache-control', `public, max-age=${ONE_YEAR_SEC}, immutable`)
        .send(text)
    })
    for (const [name, path] of Object.entries(VENDOR)) {
      app.get(`${prefix}vendor/${name}`, (_request, reply) =>
        reply.sendFile(path.slice(dirname(path).length + 1), dirname(path)),
      )
    }
  },
  { name: 'static-files' },
)

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function hashOf(contents: (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const content of contents) hash.update(content)
  return hash.digest('hex').slice(0, 12)
}
