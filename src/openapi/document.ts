import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JobParams } from '../contracts/params.ts'
import type { ErrorRow } from '../errors/own-error.ts'
import { exampleOf } from './examples.ts'
import { fromContract } from './from-contract.ts'
import { GUIDE } from './guide/guide.ts'
import { markdownOf } from './guide/markdown.ts'
import { HEADERS, REQUEST_HEADERS } from './headers.ts'
import { OPERATIONS, TAGS } from './operations/index.ts'
import { errorResponsesOf, responsesOf } from './responses.ts'
import { CLUB_ANSWERS } from './schemas/club.ts'
import { ERRORS } from './schemas/errors.ts'
import { ANSWERS } from './schemas/jobs.ts'
import { OWN_ANSWERS } from './schemas/own.ts'
import { PARTS } from './schemas/parts.ts'
import { shareResponses } from './shared-responses.ts'
import type {
  ApiDocument,
  ApiOperation,
  ApiParameter,
  JsonSchema,
  KnownRoute,
  Operation,
} from './types.ts'

export interface DocumentOptions {
  /** Every `GET` and `POST` of the running app. The document describes only these. */
  routes: readonly KnownRoute[]
  basePath: string
  /** The kinds of credentials that are accepted; empty if nobody has to sign in. */
  credentials: readonly ('basic' | 'token')[]
}

/** Makes the OpenAPI 3.1 document (docs/decisions/openapi.md). */
export function openApiDocument({ routes, basePath, credentials }: DocumentOptions): ApiDocument {
  const paths: Record<string, Record<string, ApiOperation>> = {}
  for (const operation of OPERATIONS) {
    const route = routes.find(
      ({ method, pattern }) => method === operation.method && pattern === basePath + operation.path,
    )
    if (route === undefined) continue
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][operation.method.toLowerCase()] = operationOf(operation, route)
  }
  const responses = shareResponses(paths)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Touchline',
      version,
      summary: about,
      description: markdownOf(GUIDE),
    },
    servers: [{ url: basePath || '/' }],
    tags: TAGS,
    security: credentials.map((name) => ({ [name]: [] })),
    paths,
    components: {
      securitySchemes: SECURITY,
      headers: HEADERS,
      responses,
      examples: examplesOf(),
      schemas: fromContract({ ...PARTS, ...ANSWERS, ...OWN_ANSWERS, ...CLUB_ANSWERS, ...ERRORS }),
    },
  }
}

const { version, description: about } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
)

const SECURITY = {
  basic: { type: 'http', scheme: 'basic', description: 'A name and a password' },
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token for scripts; one with the scope `read` may not change anything',
  },
}

function operationOf(operation: Operation, { body }: KnownRoute): ApiOperation {
  const { id, tag, summary, says, open } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: says.join('\n\n'),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: bodyOf(operation, body) }),
    responses: responsesOf(operation),
    ...(open ? { security: [] } : {}),
  }
}

function bodyOf({ bodies = [], bodyOptional = false }: Operation, contract: object) {
  const examples = bodies.map((name) => [name, { value: exampleOf(name).request.body }])
  return {
    required: !bodyOptional,
    content: {
      'application/json': {
        schema: fromContract(contract),
        ...(examples.length === 0 ? {} : { examples: Object.fromEntries(examples) }),
      },
    },
  }
}

function parametersOf({ path, query = [], takes = [] }: Operation): ApiParameter[] {
  return [
    ...(path.includes(':jobId') ? [JOB_PARAMETER] : []),
    ...query.map((parameter) => ({ ...parameter, in: 'query' as const })),
    ...takes.map((name) => ({
      name,
      in: 'header' as const,
      ...REQUEST_HEADERS[name as keyof typeof REQUEST_HEADERS],
    })),
  ]
}

const { jobId } = fromContract(JobParams.properties)
const JOB_PARAMETER = {
  name: 'jobId',
  in: 'path' as const,
  required: true,
  description: 'The id of the job',
  schema: jobId as JsonSchema,
  example: '00000000-0000-4000-8000-000000000043',
}

function examplesOf(): JsonSchema {
  const failures = OPERATIONS.flatMap((operation) => [...errorResponsesOf(operation).values()])
  const ours = failures
    .flatMap(({ own }) => own)
    .map((row) => [`ours-${row.code}`, { summary: row.whatToDo, value: bodyOfOwn(row) }])
  const named = OPERATIONS.flatMap(({ answers, refusals = [] }) => [
    ...Object.values(answers).flatMap(({ examples = [] }) => examples),
    ...refusals,
  ]).map((name) => [`answer-${name}`, { value: exampleOf(name).response.body }])
  return Object.fromEntries([...named, ...ours])
}

/** The body of an error, as `src/http/error-handler.ts` writes it. */
function bodyOfOwn({ code, message, exactBody }: ErrorRow): JsonSchema {
  if (exactBody !== undefined) return { ok: false, error: exactBody }
  const details = code === 'INVALID_BODY' ? { details: [FAULT] } : {}
  const words = code === 'INVALID_BODY' ? `${FAULT.path} ${FAULT.message}` : message
  return {
    ok: false,
    error: { code, message: words, ...details },
    meta: { request_id: '5c2fd758-e97b-4b75-83d7-9d7f8a232d2a' },
  }
}

const FAULT = {
  path: '$.selection.bbox.x',
  message: 'must be a number from 0 to 1, a fraction of the frame',
}
