import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, BareDetail, GenericFailure, NotReadyError, TargetError } from './api-error.ts'
import { type JsonObject, timestamp } from './json.ts'

/** The success envelope (docs/contract.md#success-envelope); some routes add fields to `meta`. */
export function envelope(
  demo: Demo,
  request: FastifyRequest,
  data: JsonObject,
  meta: JsonObject = {},
): JsonObject {
  return { ok: true, data, meta: { ...metaOf(demo, request), ...meta } }
}

/** Answers an error in the shape that the dialect gives it. */
export function sendError(
  demo: Demo,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const meta = metaOf(demo, request)
  const revision = demo.dialect.hasErrorCodes ? { revision: demo.dialect.revision } : {}
  if (error instanceof BareDetail) return reply.code(error.status).send({ detail: error.message })
  if (error instanceof NotReadyError) {
    const { code, missing, message } = error
    const body = { ok: false, error: { code, missing, message }, request_id: request.id, meta }
    return reply.code(error.status).send(body)
  }
  if (error instanceof ApiError) {
    const { status, error: shown } = inDialect(demo, error)
    const isTarget = error instanceof TargetError
    return reply.code(status).send({
      ok: false,
      error: shown,
      meta: isTarget ? meta : { ...meta, ...revision },
      ...(isTarget ? { request_id: request.id } : {}),
    })
  }
  if (!(error instanceof GenericFailure)) request.log.error(error)
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
  const unexpected = { code: 'INTERNAL_ERROR', message: 'Unexpected server error' }
  return reply.code(500).send({ ok: false, error: unexpected, meta: { ...meta, ...revision } })
}

function inDialect(demo: Demo, error: ApiError): { status: number; error: JsonObject } {
  const { code, message, details, status } = error
  const isBodyError = code === 'VALIDATION_ERROR'
  if (demo.dialect.hasErrorCodes) {
    return { status, error: { code, message, ...(details === undefined ? {} : { details }) } }
  }
  if (!isBodyError) return { status, error: { code: 'HTTP_ERROR', message: 'Request failed' } }
  const { errors } = details as { errors: unknown[] }
  return { status: demo.dialect.bodyErrorStatus, error: { code, message, details: { errors } } }
}

function metaOf(demo: Demo, request: FastifyRequest): JsonObject {
  return { request_id: request.id, timestamp: timestamp(demo.now()) }
}
