import Ajv2020 from 'ajv/dist/2020.js'
import type { ApiDocument, ApiOperation, ApiResponse, JsonSchema } from '../../src/openapi/types.ts'
import type { Reply } from '../support/app.ts'

export interface Operation extends ApiOperation {
  method: 'GET' | 'POST'
  /** Such as `/api/jobs/{jobId}`. */
  path: string
}

/** Judges answers and bodies by the document alone; Ajv was not written here. */
export function createJudge(document: ApiDocument) {
  const ajv = new Ajv2020.default({ strict: false, validateFormats: false })
  ajv.addSchema({ ...document, $id: 'document' })
  const compiled = new Map<JsonSchema, ReturnType<typeof ajv.compile>>()

  /** Where `value` breaks `schema`; null: nowhere. */
  function faultOf(schema: JsonSchema, value: unknown): string | null {
    const check = compiled.get(schema) ?? ajv.compile(inDocument(schema))
    compiled.set(schema, check)
    return check(value) ? null : ajv.errorsText(check.errors)
  }

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, one]): Operation => ({ ...one, path, method: method === 'post' ? 'POST' : 'GET' }),
    ),
  )

  function responseOf({ responses }: Operation, status: number): ApiResponse | undefined {
    const found = responses[status]
    if (found === undefined || !('$ref' in found)) return found
    return document.components['responses']?.[found.$ref.split('/').at(-1)!] as ApiResponse
  }

  return {
    operations,
    faultOf,
    responseOf,
    operation(id: string): Operation {
      const found = operations.find(({ operationId }) => operationId === id)
      if (found === undefined) throw new Error(`no operation ${id}`)
      return found
    },
    /** What of an answer is outside the document; null: nothing. */
    outside(
      operation: Operation,
      { status, headers, text }: Pick<Reply, 'status' | 'headers' | 'text'>,
    ): string | null {
      const response = responseOf(operation, status)
      if (response === undefined) return `status ${status}: ${text}`
      const type = String(headers['content-type'] ?? '').replace(/;.*/, '')
      const { content } = response
      if (content === undefined) return text === '' ? null : `${status} has a body: ${text}`
      const media = content[type] ?? content[type.replace(/\/.*/, '/*')]
      if (media === undefined) return `${status} as ${type}`
      if (!/[/+]json$/.test(type)) return null
      const body = JSON.parse(text)
      const fault = faultOf(media.schema, body)
      if (fault !== null) return `${status} ${fault}: ${text}`
      return outsideCodes(response, body)
    },
  }
}

/** References of a schema lead into the document. */
function inDocument(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'))
}

function outsideCodes(response: ApiResponse, body: { error?: { code?: unknown } }): string | null {
  const code = body?.error?.code
  if (typeof code !== 'string') return null
  const { ours = [], service = [] } = response['x-error-codes'] ?? {}
  return [...ours, ...service].includes(code) ? null : `code ${code}`
}
