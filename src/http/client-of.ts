import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../domain/http/client-network.ts'

/** Who counts as one client for places and streams: a user if one is known, else an address. */
export function clientOf(request: FastifyRequest): string {
  return request.user ?? clientNetwork(request.ip)
}
