import fp from 'fastify-plugin'
import findMyWay from 'find-my-way'

/** How an answer is put: JSON for scripts, a fragment for htmx, a page or a redirect for a plain form. */
export type Representation = 'json' | 'fragment' | 'page'

/** A family of addresses that one pattern names. */
export interface Address {
  /** Such as `/jobs/:jobId`. */
  pattern: string
  /** None if only the family is known, as for an unknown path below `/api/`. */
  methods: Set<string>
  /** The contracts of bodies, by method. */
  bodies: Map<string, object>
  /** The representation of its errors; `asked`: the one that the request asks for. */
  represents: Representation | 'asked'
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What the route answers with; `asked`: what the request asks for. If left out, `POST` below `/api/` and files are
     * `asked`, the rest below `/api/` is JSON, and all else is a page.
     */
    represents?: Representation | 'asked'
  }
  interface FastifyInstance {
    knownAddresses: {
      /** The address that a path, with or without a query, belongs to, whatever the method. */
      at(url: string): Address | null
      all(): readonly Address[]
    }
  }
}

/** Longest name in a path, characters: a name that is too long for a route still belongs to its address. */
const LONGEST = 65_536

/**
 * Knows every address with its methods and says what it represents. Fastify looks for path and method
 * together, so it cannot tell an unknown path from a known one with another method.
 */
export const addressesPlugin = fp<{ basePath: string }>(
  async (app, { basePath }) => {
    const home = `${basePath}/`
    const api = `${home}api/`
    const router = findMyWay({ maxParamLength: LONGEST })
    const known = new Map<string, Address>()

    app.addHook('onRoute', (options) => {
      const { url, method } = options
      const represents = options.config?.represents ?? familyOf(url, method)
      options.config = { ...options.config, represents }
      const pattern = url === home ? basePath : url
      const address = known.get(pattern) ?? add(pattern, represents)
      const body = options.schema?.body
      for (const one of [method].flat()) {
        address.methods.add(one)
        if (typeof body === 'object' && body !== null) address.bodies.set(one, body)
      }
    })

    function familyOf(url: string, method: string | string[]): Address['represents'] {
      if (url.startsWith(api)) return method === 'POST' ? 'asked' : 'json'
      return url.startsWith(`${home}assets/`) ? 'asked' : 'page'
    }

    function add(pattern: string, represents: Address['represents']): Address {
      const address: Address = {
        pattern,
        methods: new Set(),
        bodies: new Map(),
        represents: pattern.startsWith(api) ? 'json' : represents,
      }
      known.set(pattern, address)
      // Fastify serves the first page with and without its slash, and reports one of the two.
      const paths = new Set(pattern === basePath ? [basePath || home, home] : [pattern])
      for (const path of paths) router.on('GET', path, () => {}, address)
      return address
    }

    add(`${api}*`, 'json')
    app.decorate('knownAddresses', {
      at: (url: string) => router.find('GET', url)?.store ?? null,
      all: () => [...known.values()],
    })
  },
  { name: 'addresses' },
)
