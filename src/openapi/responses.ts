import { STATUS_CODES } from 'node:http'
import type { ErrorRow } from '../errors/own-error.ts'
import { exampleOf } from './examples.ts'
import { errorRowOf, OF_ALL, OF_CLOSED } from './own-errors.ts'
import { ref } from './ref.ts'
import type { ApiOperation, ApiResponse, JsonSchema, Operation, SuccessResponse } from './types.ts'

/** The errors that an operation may answer with one status. */
export interface ErrorResponse {
  own: ErrorRow[]
  /** Codes of the service. */
  service: readonly string[]
  /** Names of recorded exchanges. */
  refusals: string[]
}

/** The errors that an operation may answer with, by status. */
export function errorResponsesOf(operation: Operation): Map<number, ErrorResponse> {
  const { own, service, refusals = [], open = false } = operation
  const failures = new Map<number, ErrorResponse>()
  const at = (status: number): ErrorResponse => {
    const known = failures.get(status) ?? { own: [], service: [], refusals: [] }
    failures.set(status, known)
    return known
  }
  for (const Kind of [...own, ...OF_ALL, ...(open ? [] : OF_CLOSED)]) {
    const row = errorRowOf(Kind)
    at(row.status).own.push(row)
  }
  for (const [status, codes] of Object.entries(service)) at(Number(status)).service = codes
  for (const name of refusals) at(exampleOf(name).response.status).refusals.push(name)
  return new Map([...failures].sort(([a], [b]) => a - b))
}

/** The `responses` of an operation. If an answer and errors share a status, that response has the bodies of both. */
export function responsesOf(operation: Operation): ApiOperation['responses'] {
  const failures = errorResponsesOf(operation)
  const statuses = new Set([...Object.keys(operation.answers).map(Number), ...failures.keys()])
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => [status, response(status, operation.answers[status], failures.get(status))]),
  )
}

function response(status: number, answer?: SuccessResponse, failure?: ErrorResponse): ApiResponse {
  const media: Record<string, { schemas: JsonSchema[]; examples: [string, string][] }> = {}
  const add = (type: string, schemas: JsonSchema[], names: [string, string][]) => {
    media[type] ??= { schemas: [], examples: [] }
    media[type].schemas.push(...schemas)
    media[type].examples.push(...names)
  }
  const named = (names: readonly string[] = []) =>
    names.map((name): [string, string] => [name, `answer-${name}`])
  if (answer?.content) add(answer.content.type, [answer.content.schema], named(answer.examples))
  if (failure) {
    const own = failure.own.map(({ code }): [string, string] => [`ours-${code}`, `ours-${code}`])
    add('application/json', bodiesOf(failure), [...named(failure.refusals), ...own])
    if (own.length > 0) add('application/problem+json', [problemOf(failure)], [])
  }
  const codes = failure && {
    'x-error-codes': {
      ours: [...new Set(failure.own.map(({ code }) => code))],
      service: failure.service,
    },
  }
  return {
    description: answer?.description ?? STATUS_CODES[status] ?? 'An error',
    headers: headersOf(status, answer),
    ...(Object.keys(media).length === 0 ? {} : { content: contentOf(media) }),
    ...codes,
  }
}

function contentOf(media: Record<string, { schemas: JsonSchema[]; examples: [string, string][] }>) {
  return Object.fromEntries(
    Object.entries(media).map(([type, { schemas, examples }]) => [
      type,
      {
        schema: schemas.length > 1 ? { anyOf: schemas } : (schemas[0] ?? {}),
        ...(examples.length === 0
          ? {}
          : {
              examples: Object.fromEntries(
                examples.map(([name, key]) => [name, { $ref: `#/components/examples/${key}` }]),
              ),
            }),
      },
    ]),
  )
}

/** The problem body (RFC 9457), for our own errors only. Clients ask for it with `Accept`. */
function problemOf({ own }: ErrorResponse): JsonSchema {
  const codes = [...new Set(own.map(({ code }) => code))]
  return { allOf: [ref('Problem'), { properties: { code: { enum: codes } } }] }
}

/** Our errors list their codes. Those of the service may have any code, because its versions differ. */
function bodiesOf({ own, service }: ErrorResponse): JsonSchema[] {
  const codes = [
    ...new Set(own.filter((row) => row.exactBody === undefined).map((row) => row.code)),
  ]
  const words = own.flatMap(({ exactBody }) => exactBody ?? [])
  const ours = { properties: { error: { properties: { code: { enum: codes } } } } }
  return [
    ...(codes.length === 0 ? [] : [{ allOf: [ref('OwnError'), ours] }]),
    ...(words.length === 0
      ? []
      : [{ allOf: [ref('OwnErrorInWords'), { properties: { error: { enum: words } } }] }]),
    ...(service.length === 0 ? [] : [ref('ServiceError')]),
    ...(service.includes('JOB_NOT_FOUND') ? [ref('RouteMissing')] : []),
  ]
}

function headersOf(status: number, answer?: SuccessResponse): JsonSchema {
  const names = ['X-Request-Id', ...(answer?.headers ?? [])]
  if (status === 429 || status === 503) names.push('Retry-After')
  if (status === 401) names.push('WWW-Authenticate')
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
