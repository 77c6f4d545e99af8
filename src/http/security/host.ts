import fp from 'fastify-plugin'
import { hostnameOf, mayBeHost } from '../../domain/http/own-address.ts'
import { HostNotTaken } from '../../errors/request.ts'
import type { createAskedAs } from './asked-as.ts'

export interface HostOptions {
  publicOrigins: readonly string[]
  askedAs: ReturnType<typeof createAskedAs>
}

/**
 * If nobody has to sign in, only loopback names and those of `PUBLIC_ORIGINS` are taken as `Host`. Health checks answer
 * under any name: probes ask by address, and the answers tell nothing of a job.
 */
export const hostPlugin = fp<HostOptions>(
  async (app, { publicOrigins, askedAs }) => {
    const names = new Set(publicOrigins.flatMap((origin) => hostnameOf(new URL(origin).host) ?? []))
    // The last result is kept: nearly all requests name the same host, and judging it takes a tenth of a request.
    let lastTaken = ''
    const isTaken = (host: string) => {
      if (host === lastTaken) return true
      if (!mayBeHost(host, names)) return false
      lastTaken = host
      return true
    }
    app.addHook('onRequest', (request, _reply, done) => {
      const { headers } = request.raw
      // The usual host is judged before the route is asked for, which makes an object each time.
      if (headers.host === lastTaken && headers['x-forwarded-host'] === undefined) return done()
      if (request.routeOptions.config.open) return done()
      const other = askedAs(request.raw).hosts.find((host) => !isTaken(host))
      if (other === undefined) return done()
      const shown = hostnameOf(other) === null ? 'this' : other.slice(0, LONGEST)
      request.log.warn({ host: shown }, 'a request for another host was refused')
      done(new HostNotTaken(shown))
    })
  },
  { name: 'host' },
)

const LONGEST = 260
