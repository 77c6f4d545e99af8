import type { FastifyRequest } from 'fastify'
import { mayDo, type Right, type Role } from '../domain/people/role.ts'
import { AdministratorsOnly, ReadOnly, ReadOnlyToken } from '../errors/access.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the person or script that asks may do; the least until somebody is let in. */
    role: Role
  }
  interface FastifyContextConfig {
    /** The right that the route needs. If left out, a read needs `read` and anything else `act`. */
    needs?: Right
  }
}

/** Somebody who has shown who they are, and how; `user` is null if nobody is asked. */
export interface Entry {
  user: string | null
  role: Role
  by: 'nothing' | 'password' | 'token' | 'proxy' | 'oidc'
  /** When they must show it again, milliseconds since the epoch; left out if every request shows it. */
  endsAt?: number
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** True if the request's user has this right. For what a page offers: `judgeRole` has judged the route already. */
export function may({ role }: Pick<FastifyRequest, 'role'>, right: Right): boolean {
  return mayDo(role, right)
}

/** Enforces the role, for every route and every representation: nothing else does. Throws the error for the answer. */
export function judgeRole({ role, by }: Entry, { method, routeOptions }: FastifyRequest): void {
  const { needs = READS.has(method) ? 'read' : 'act' } = routeOptions.config
  if (mayDo(role, needs)) return
  if (needs === 'upkeep') throw new AdministratorsOnly()
  throw by === 'token' ? new ReadOnlyToken() : new ReadOnly()
}
