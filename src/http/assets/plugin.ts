import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import acceptNegotiator from '@fastify/accept-negotiator'
import staticFiles from '@fastify/static'
import fp from 'fastify-plugin'
import { matchesEtag } from '../etag.ts'
import { type Asset, ENCODINGS, type Encoding, isAsset, readAsset } from './assets.ts'
import { modulesOf } from './imports.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Changes with any asset. It is part of each asset's path, so that browsers may keep assets for ever. */
    assetVersion: string
    /** The modules that one of ours needs, itself first, as `urls.asset` takes them. Read once. */
    modulesOf(name: string): readonly string[]
  }
}

const STATIC = join(import.meta.dirname, '../../../static')
const FOR_EVER = `public, max-age=${365 * 86_400}, immutable`
const VERSION = /^[0-9a-f]{12}$/
/** Folders and a file, none of which begins with a full stop. */
const NAME = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/
const require = createRequire(import.meta.url)

/** The browser's files of our packages, by the name that we serve them under. */
const VENDOR = {
  'vendor/htmx.min.js': require.resolve('htmx.org/dist/htmx.min.js'),
  'vendor/chart.js': join(dirname(require.resolve('chart.js')), 'chart.umd.min.js'),
} as const

export interface AssetsOptions {
  basePath: string
  folder?: string
  /** The parts of each page's one style sheet, `css/page/<kind>.css`: names of files in `css/`, with their folders. */
  sheets?: Readonly<Record<string, readonly string[]>>
}

/**
 * Serves `static/` and the vendor files under `/assets/<version>/`, from memory: an answer opens no
 * file (docs/decisions/assets.md). No build, no CDN.
 */
export const assetsPlugin = fp<AssetsOptions>(
  async (app, { basePath, folder = STATIC, sheets = {} }) => {
    const assets = readAll(folder, sheets)
    const version = versionOf(assets)
    app.decorate('assetVersion', version)
    const texts = new Map<string, string>()
    for (const [name, asset] of assets) {
      if (name.startsWith('js/')) texts.set(name, String((await asset.as(null)).bytes))
    }
    const modules = new Map([...texts.keys()].map((name) => [name, modulesOf(texts, name)]))
    app.decorate('modulesOf', (name) => modules.get(name) ?? [name])
    await app.register(staticFiles, { root: folder, serve: false, cacheControl: false })

    app.get<{ Params: { version: string; '*': string } }>(
      `${basePath}/assets/:version/*`,
      // Never turned away: a page is of no use without its assets, and they come from memory.
      { compress: false, config: { neverTurnedAway: true, beforeSignIn: true } },
      async (request, reply) => {
        const { version: asked, '*': name } = request.params
        const asset = assets.get(name)
        if (!VERSION.test(asked) || !NAME.test(name) || !isAsset(name)) return reply.callNotFound()
        // A page of another version of Touchline gets the file of this version, but must not keep it.
        reply.header('cache-control', asset && asked === version ? FOR_EVER : 'no-cache')
        // The file was added after the start: somebody who works on it sees it at once.
        if (asset === undefined) return reply.sendFile(name)
        const encoding = acceptNegotiator.negotiate(
          request.headers['accept-encoding'] ?? '',
          ENCODINGS,
        ) as Encoding | null
        const { bytes, etag, encoding: used } = await asset.as(encoding)
        reply.type(asset.type).headers({ etag, vary: 'accept-encoding' })
        if (used !== null) reply.header('content-encoding', used)
        if (matchesEtag(request.headers['if-none-match'] ?? null, etag)) {
          return reply.code(304).send()
        }
        return reply.send(bytes)
      },
    )
  },
  { name: 'assets' },
)

/** All files that browsers get, by their name in the address. */
function readAll(
  folder: string,
  sheets: NonNullable<AssetsOptions['sheets']>,
): ReadonlyMap<string, Asset> {
  const own = filesBelow(folder)
    .filter(isAsset)
    .map((path) => [relative(folder, path), path])
  const assets = new Map<string, Asset>()
  for (const [name, path] of [...own, ...Object.entries(VENDOR)]) {
    assets.set(name!, readAsset(path!))
  }
  for (const [kind, parts] of Object.entries(sheets)) {
    const [first = '', ...more] = parts.map((part) => join(folder, 'css', `${part}.css`))
    assets.set(`css/page/${kind}.css`, readAsset(first, ...more))
  }
  return assets
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function versionOf(assets: ReadonlyMap<string, Asset>): string {
  const hash = createHash('sha256')
  for (const [name, asset] of assets) hash.update(`${name} ${asset.hash}\n`)
  return hash.digest('hex').slice(0, 12)
}
