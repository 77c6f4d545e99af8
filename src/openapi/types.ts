import type { ErrorRow } from '../errors/own-error.ts'
/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A route of the running app, as its router knows it. */
export interface KnownRoute {
  method: 'GET' | 'POST'
  /** With the base path, such as `/desk/api/jobs/:jobId`. */
  pattern: string
  /** The contract of its body; undefined where it takes none. */
  body: object | undefined
}

/** An answer that is no error. */
export interface SuccessResponse {
  description: string
  /** A media type, and the schema of the body; null for an answer without one. */
  content: { type: string; schema: JsonSchema } | null
  /** Names of recorded exchanges (examples.json) whose answers are examples. */
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

/** What the document says of one route beside its contract. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Without the base path, as the route is written. */
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
  /** May the body be left out? */
  bodyOptional?: boolean
  answers: Readonly<Record<number, SuccessResponse>>
  /** Errors of our own: classes of src/errors/. */
  own: readonly OwnErrorClass[]
  /** Codes of the service by status. */
  service: Readonly<Record<number, readonly string[]>>
  /** Recorded exchanges whose answers are examples of errors. */
  refusals?: readonly string[]
  /** Nobody is asked who they are. */
  open?: boolean
}

export type OwnErrorClass = new (...words: never[]) => { readonly row: ErrorRow }

/** An exchange of test/data/recordings.jsonl; its lists are cut to two. */
export interface Example {
  request: { method: string; path: string; headers: Record<string, string>; body: unknown }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

/** The document, as far as the page of it is made from it. */
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
