import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../domain/http/client-network.ts'

/** Who shares in places and streams as one: a user, where one is known, else an address. */
export function clientOf(request: FastifyRequest): string {
  return request.user ?? clientNetwork(request.ip)
}
