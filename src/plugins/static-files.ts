import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import staticFiles from '@fastify/static'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Changes with any asset, and stands in the path of all: they cache for ever. */
    assetVersion: string
  }
}

const STATIC = join(import.meta.dirname, '../../static')
const require = createRequire(import.meta.url)

/** The browser's files of our packages, by the name that we serve them under. */
const VENDOR = {
  'htmx.min.js': require.resolve('htmx.org/dist/htmx.min.js'),
  'hx-sse.min.js': require.resolve('htmx.org/dist/ext/hx-sse.min.js'),
  'chart.js': join(dirname(require.resolve('chart.js')), 'chart.umd.min.js'),
} as const

/** Serves `static/` and the vendor files under `/assets/<version>/`; no build, no CDN. */
export const staticFilesPlugin = fp<{ basePath: string }>(
  async (app, { basePath }) => {
    const version = hashOf([...filesBelow(STATIC), ...Object.values(VENDOR)])
    const prefix = `${basePath}/assets/${version}/`
    app.decorate('assetVersion', version)
    await app.register(staticFiles, {
      root: STATIC,
      prefix,
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: true,
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

function hashOf(paths: string[]): string {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 12)
}
