import type { FastifyRequest } from 'fastify'
import { invalidBody } from './api-error.ts'
import { isObject, type JsonObject } from './json.ts'

/** The body as an object. Refuses anything else with 422; the January version answers 400. */
export function requireObject(request: FastifyRequest): JsonObject {
  if (isObject(request.body)) return request.body
  throw invalidBody([], 'Input should be a valid dictionary', request.body)
}
