import type { ApiDocument, ApiOperation, ApiResponse, JsonSchema } from '../../openapi/types.ts'
import { type CurlRequest, curlOf, type Reach } from './curl.ts'
import { type Piece, piecesOf } from './words.ts'

/** One route, for `views/fragments/docs/route.eta`. */
export interface DocsRoute {
  id: string
  method: string
  /** With the base path. */
  path: string
  summary: string
  says: Piece[][]
  fields: DocsField[]
  body: { says: Piece[]; fields: DocsField[]; optional: boolean } | null
  curl: string
  answers: DocsAnswer[]
}

interface DocsField {
  name: string
  /** Where the field is and what it holds, such as `query, text`. */
  kind: string
  required: boolean
  says: Piece[]
}

interface DocsAnswer {
  status: string
  says: string
  codes: string[]
  examples: { id: string; text: string }[]
}

export type KnownOperation = ApiOperation & { method: 'GET' | 'POST'; path: string }

export function toRoute(
  document: ApiDocument,
  operation: KnownOperation,
  reach: Reach,
  basePath: string,
): DocsRoute {
  const { operationId: id, method, path, summary, description, requestBody } = operation
  const content = requestBody?.content['application/json']
  const open = operation.security?.length === 0
  return {
    id,
    method,
    path: basePath + path,
    summary,
    says: description === '' ? [] : description.split('\n\n').map(piecesOf),
    fields: operation.parameters.map((parameter) => ({
      name: parameter.name,
      kind: `${PLACES[parameter.in]}, ${kindOf(parameter.schema)}`,
      required: parameter.required ?? false,
      says: piecesOf(parameter.description),
    })),
    body:
      requestBody === undefined || content === undefined
        ? null
        : {
            says: piecesOf(String(content.schema['description'] ?? '')),
            fields: fieldsOf(content.schema),
            optional: !requestBody.required,
          },
    curl: curlOf(reach, requestOf(operation), open),
    answers: Object.entries(operation.responses).map(([status, response]) =>
      answerOf(document, id, status, response),
    ),
  }
}

const PLACES = { path: 'in the path', query: 'query', header: 'header' }

function fieldsOf({ properties, required }: JsonSchema): DocsField[] {
  const names = Array.isArray(required) ? required : []
  return Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    kind: kindOf(schema),
    required: names.includes(name),
    says: piecesOf(String(schema['description'] ?? '')),
  }))
}

/** `number`, `list`, `text or number` and the like. */
function kindOf({ type, anyOf, enum: among }: JsonSchema): string {
  if (Array.isArray(among)) return among.join(', ')
  if (Array.isArray(anyOf)) {
    return [...new Set((anyOf as JsonSchema[]).map(kindOf))].join(' or ')
  }
  const types = [type ?? 'anything'].flat() as string[]
  return types.map((name) => KINDS[name] ?? name).join(' or ')
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  array: 'list',
  boolean: 'true or false',
}

function requestOf({ method, path, parameters, requestBody, responses }: KnownOperation) {
  const takesAttempt = parameters.some(({ name }) => name === 'X-Analysis-Attempt-Id')
  const [example] = Object.values(requestBody?.content['application/json']?.examples ?? {})
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name }) => `${name}=$${name.toUpperCase()}`)
  const [first] = Object.values(responses)
  const follows =
    first !== undefined && 'content' in first && 'text/event-stream' in (first.content ?? {})
  return {
    method,
    path: path.replace('{jobId}', '$JOB') + (query.length === 0 ? '' : `?${query.join('&')}`),
    headers: takesAttempt ? ['X-Analysis-Attempt-Id: $ATTEMPT'] : [],
    follows,
    ...(example !== undefined && 'value' in example ? { body: example.value } : {}),
  } satisfies CurlRequest
}

function answerOf(
  document: ApiDocument,
  id: string,
  status: string,
  response: ApiResponse | { $ref: string },
): DocsAnswer {
  const {
    description,
    content = {},
    'x-error-codes': codes,
  } = resolved<ApiResponse>(document, response)
  const examples = Object.entries(content['application/json']?.examples ?? {})
    // Our own errors all have one form, which the section on errors shows.
    .filter(([name]) => !name.startsWith('ours-'))
    .map(([, example]) => resolved<{ value: unknown }>(document, example).value)
  return {
    status,
    says: description,
    codes: [...new Set([...(codes?.ours ?? []), ...(codes?.service ?? [])])],
    examples: examples.map((value, at) => ({
      id: `${id}-${status}-${at}`,
      text: JSON.stringify(value, null, 2),
    })),
  }
}

/** Follows a reference. @param value the value itself, or `{$ref: '#/components/…'}` */
function resolved<T>(document: ApiDocument, value: T | { $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T
  const [, , kind = '', name = ''] = value.$ref.split('/')
  return document.components[kind]?.[name] as T
}
