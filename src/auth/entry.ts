import type { FastifyRequest } from 'fastify'
import { mayDo, type Right, type Role } from '../domain/people/role.ts'
import { AdministratorsOnly, ReadOnly, ReadOnlyToken } from '../errors/access.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the one who asks may do; the least until somebody is let in. */
    role: Role
  }
  interface FastifyContextConfig {
    /** What the route needs; where left out, a read needs `read` and anything else `act`. */
    needs?: Right
  }
}

/** Somebody who has shown who they are, and by what; `user` is null where nobody is asked. */
export interface Entry {
  user: string | null
  role: Role
  by: 'nothing' | 'password' | 'token' | 'proxy' | 'oidc'
  /** When it must be shown again, milliseconds since the epoch; left out where every request shows it. */
  endsAt?: number
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether the one who asks may do this. The routes are judged already: this is for what a page offers. */
export function may({ role }: Pick<FastifyRequest, 'role'>, right: Right): boolean {
  return mayDo(role, right)
}

/** The one place where a role is enforced, for every route, whatever represents it. Throws what is said of it. */
export function judgeRole({ role, by }: Entry, { method, routeOptions }: FastifyRequest): void {
  const { needs = READS.has(method) ? 'read' : 'act' } = routeOptions.config
  if (mayDo(role, needs)) return
  if (needs === 'upkeep') throw new AdministratorsOnly()
  throw by === 'token' ? new ReadOnlyToken() : new ReadOnly()
}
