import type { Mutant } from '../mutant.ts'

/** From where changes are taken, and what a request may cost. */
export const LIMITS: Mutant[] = [
  {
    file: 'src/http/security/cross-site.ts',
    find: 'if (site === undefined && given === own) return null',
    put: 'if (given !== undefined || own !== null) return null',
    promise: 'a change from another site is refused',
    tests: ['http/security/cross-site'],
  },
  {
    file: 'src/http/security/host.ts',
    find: 'done(new HostNotTaken(shown))',
    put: 'done()',
    promise: 'where nobody is asked who they are, only known hosts are taken',
    tests: ['http/security/host'],
  },
  {
    file: 'src/domain/http/network-address.ts',
    find: 'METADATA.some((network) => isWithin(address, network)) ||',
    put: '',
    promise: 'the metadata services of the clouds are never dialled',
    tests: ['domain/http/network-address'],
  },
  {
    file: 'src/http/transport.ts',
    find: 'const HEADERS_MS = 5_000',
    put: 'const HEADERS_MS = 25_000',
    promise: 'a client that drips its headers is cut after 5 s',
    tests: ['http/connections/slow-clients'],
  },
  {
    file: 'src/http/transport.ts',
    find: 'const REQUEST_MS = 8_000',
    put: 'const REQUEST_MS = 40_000',
    promise: 'a client that drips its body is cut after 8 s',
    tests: ['http/connections/slow-clients'],
  },
  {
    file: 'src/http/pressure/load.ts',
    find: ' || heapUsed > heapLimit * MAX_SHARE',
    put: '',
    promise: 'a heap that is nearly full turns requests away',
    tests: ['http/pressure/plugin'],
  },
  {
    file: 'src/http/pressure/load.ts',
    find: 'staysLate || ',
    put: '',
    promise: 'an event loop that stays a second late turns requests away',
    tests: ['http/pressure/plugin'],
  },
  {
    file: 'src/http/pressure/load.ts',
    find: ' && this.last.delayMs > MAX_DELAY_MS',
    put: '',
    promise: 'an event loop that was late once turns nobody away',
    tests: ['http/pressure/load'],
  },
  {
    file: 'src/http/pressure/plugin.ts',
    find: 'else if (request.routeOptions.config.neverTurnedAway) done()\n',
    put: '',
    promise: 'health checks are answered under pressure too',
    tests: ['http/pressure/plugin'],
  },
]
