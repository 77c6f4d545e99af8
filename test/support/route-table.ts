import type { FastifyInstance } from 'fastify'

export interface KnownRoute {
  /** The pattern, with `:name` and `*`. */
  url: string
  methods: string[]
}

/** Every route of the running app, from the router itself: a new route is among them without being listed. */
export function routesOf(app: FastifyInstance): KnownRoute[] {
  const routes: KnownRoute[] = []
  const parents: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, part, methods] = /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    if (indent === undefined || part === undefined) continue
    const depth = indent.length / 4
    const url = (parents[depth - 1] ?? '') + part
    parents[depth] = url
    if (methods !== undefined) routes.push({ url, methods: methods.split(', ') })
  }
  return routes
}
