import type { TSchema } from '@sinclair/typebox'
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify'
import { compileIssues } from '../contracts/issues.ts'
import { InvalidBody, InvalidJobId, InvalidQuery, NotFound } from '../errors/request.ts'

type Factory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>
type BuildValidator = NonNullable<Factory['buildValidator']>

/**
 * Judges requests by their TypeBox contracts and by nothing else: nothing is coerced, filled in or cut
 * (docs/architecture.md#bytes-pass-unchanged), so a query holds texts. Given with the options of the app:
 * then Fastify does not load the validators and serializers of its own, which are a hundred files.
 */
export const schemaController = {
  compilersFactory: {
    // The type knows only Ajv's validators, but any function that gives back a value or an error will do.
    buildValidator: (() => judgeOf) as unknown as BuildValidator,
    // Answers pass through or are rendered: no serializer may drop what a schema does not name.
    buildSerializer: () => () => (value: unknown) => JSON.stringify(value),
  },
} satisfies FastifyServerOptions['schemaController']

const judgeOf: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const issuesOf = compileIssues(schema)
  return (value: unknown) => {
    const issues = issuesOf(value)
    if (issues.length === 0) return { value }
    if (httpPart === 'params') {
      const isOfId = issues.some(({ path }) => path === '$.jobId')
      return { error: isOfId ? new InvalidJobId() : new NotFound() }
    }
    if (httpPart === 'body') return { error: new InvalidBody(issues) }
    const words = issues.map(({ path, message }) => `${path} ${message}`)
    return { error: new InvalidQuery(words.join('; ')) }
  }
}
