import type { ErrorRow } from '../errors/own-error.ts'
/** JSON Schema 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A route in the router of the running app. */
export interface KnownRoute {
  method: 'GET' | 'POST'
  /** With the base path, such as `/desk/api/jobs/:jobId`. */
  pattern: string
  /** The contract of the body; undefined if the route takes no body. */
  body: object | undefined
}

/** An answer without an error. */
export interface SuccessResponse {
  description: string
  /** A media type, and the schema of the body; null for an answer without one. */
  content: { type: string; schema: JsonSchema } | null
  /** Names of recorded exchanges (examples.jsonl) whose answers are examples. */
  examples?: readonly string[]
  /** Names of response headers, of `HEADERS`. */
  headers?: readonly string[]
}

export interface QueryParameter {
  name: string
  description: string
  required?: boolean
  schema: JsonSchema
}

/** What the document says about one route, apart from its contract. */
export interface Operation {
  method: 'GET' | 'POST'
  /** The path as in the route, without the base path. */
  path: string
  id: string
  tag: string
  summary: string
  /** Paragraphs; words in backticks are code. */
  says: readonly string[]
  query?: readonly QueryParameter[]
  /** Names of request headers, of `REQUEST_HEADERS`. */
  takes?: readonly string[]
  /** Names of recorded exchanges whose requests are examples of the body. */
  bodies?: readonly string[]
  /** True if the body may be left out. */
  bodyOptional?: boolean
  answers: Readonly<Record<number, SuccessResponse>>
  /** Touchline's own errors: classes of src/errors/. */
  own: readonly OwnErrorClass[]
  /** Codes of the service by status. */
  service: Readonly<Record<number, readonly string[]>>
  /** Recorded exchanges whose answers are examples of errors. */
  refusals?: readonly string[]
  /** True if nobody has to sign in. */
  open?: boolean
}

export type OwnErrorClass = new (...words: never[]) => { readonly row: ErrorRow }

/** An exchange of test/data/recordings.jsonl. Its lists are cut to two entries. */
export interface Example {
  request: { method: string; path: string; headers: Record<string, string>; body: unknown }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

/** The document. Only the parts that its page shows have exact types. */
export interface ApiDocument {
  openapi: '3.1.0'
  paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', ApiOperation>>>>>
  components: Readonly<Record<string, JsonSchema>>
  readonly [other: string]: unknown
}

export interface ApiOperation {
  operationId: string
  tags: readonly string[]
  summary: string
  description: string
  parameters: readonly ApiParameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Readonly<Record<string, ApiResponse | { $ref: string }>>
  security?: readonly unknown[]
}

export interface ApiParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description: string
  schema: JsonSchema
}

export interface ApiResponse {
  description: string
  headers?: JsonSchema
  content?: Content
  'x-error-codes'?: { ours: readonly string[]; service: readonly string[] }
}

type Content = Readonly<
  Record<
    string,
    {
      schema: JsonSchema
      examples?: Readonly<Record<string, { $ref: string } | { value: unknown }>>
    }
  >
>
