import { join } from 'node:path'
import view from '@fastify/view'
import { Eta } from 'eta'
import fp from 'fastify-plugin'
import { createUrls, type Urls } from '../urls.ts'

declare module 'fastify' {
  interface FastifyInstance {
    urls: Urls
  }
}

const VIEWS = join(import.meta.dirname, '../../views')

export interface ViewsOptions {
  basePath: string
}

/** Templates: compiled once, escaped by default. A page includes the very fragment that an action returns. */
export const viewsPlugin = fp<ViewsOptions>(
  async (app, { basePath }) => {
    app.decorate('urls', createUrls(basePath, app.assetVersion, app.modulesOf))
    await app.register(view, {
      engine: { eta: new Eta({ views: VIEWS, cache: true, autoTrim: false }) },
      root: VIEWS,
      viewExt: 'eta',
      production: true,
    })
  },
  { name: 'views', dependencies: ['assets'] },
)
