import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import fp from 'fastify-plugin'
import { compileIssues } from '../contracts/issues.ts'
import { InvalidBody, InvalidJobId, InvalidQuery, NotFound } from '../errors/request.ts'

/**
 * Judges requests by their TypeBox contracts and by nothing else: a body is never coerced, filled in
 * or cut (docs/architecture.md#bytes-pass-unchanged). Path and query arrive as text, so numbers in a
 * query are read from it.
 */
export const validationPlugin = fp(
  async (app) => {
    app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
      const issuesOf = compileIssues(schema)
      return (given: unknown) => {
        const value = httpPart === 'querystring' ? Value.Convert(schema, given) : given
        const issues = issuesOf(value)
        if (issues.length === 0) return { value }
        if (httpPart === 'params') {
          const isOfId = issues.some(({ path }) => path === '$.jobId')
          return { error: isOfId ? new InvalidJobId() : new NotFound() }
        }
        if (httpPart === 'body') return { error: new InvalidBody(issues) }
        return {
          error: new InvalidQuery(
            issues.map(({ path, message }) => `${path} ${message}`).join('; '),
          ),
        }
      }
    })
    // Answers pass through or are rendered: no serializer may drop what a schema does not name.
    app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  },
  { name: 'validation' },
)
