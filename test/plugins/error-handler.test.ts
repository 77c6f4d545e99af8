import type { FastifyError } from 'fastify'
import t from 'tap'
import * as errors from '../../src/errors.ts'
import { publicError } from '../../src/plugins/error-handler.ts'

t.test('every error of the catalogue is told with its own status, code and words', async (t) => {
  for (const [name, Catalogued] of Object.entries(errors)) {
    if (name === 'InvalidBody' || name === 'UpstreamRefusal') continue
    const error = new (Catalogued as new (...words: string[]) => FastifyError)('words')
    t.match(
      publicError(error),
      { status: error.statusCode, code: error.code, message: error.message },
      name,
    )
    t.not(error.code, 'INTERNAL_ERROR')
  }
})

t.test('whatever else is thrown tells nothing of itself', async (t) => {
  const secret = 'secret at 10.0.0.1:5432'
  const thrown = [
    new Error(secret),
    Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
    Object.assign(new TypeError(secret), { code: 'ERR_INVALID_ARG_TYPE' }),
    Object.assign(new Error(secret), { code: 'UND_ERR_SOCKET', statusCode: 503 }),
    Object.assign(new Error(secret), { code: 'FST_ERR_SEND_INSIDE_ONERR', statusCode: 500 }),
    Object.assign(new Error(secret), { statusCode: 418 }),
    Object.assign(new Error(secret), { code: 'FST_ERR_VALIDATION', statusCode: 400 }),
  ]
  for (const error of thrown) {
    const said = publicError(error as FastifyError)
    t.notMatch(said, { message: /secret/ })
    t.match(said.code, /^(INTERNAL_ERROR|BAD_REQUEST)$/)
  }
})
