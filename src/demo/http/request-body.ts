import type { FastifyRequest } from 'fastify'
import { invalidBody } from './api-error.ts'
import { isObject, type JsonObject } from './json.ts'

/** The body as an object. Throws 422 (January 400) for a list, a text or nothing. */
export function requireObject(request: FastifyRequest): JsonObject {
  if (isObject(request.body)) return request.body
  throw invalidBody([], 'Input should be a valid dictionary', request.body)
}
