import { Type } from '@sinclair/typebox'
import { maybe, named, nullable, text } from './words.ts'

/** Bodies of errors: our own (docs/architecture.md#own-errors) and the service's (docs/contract.md#error-envelope). */
export const ERRORS = {
  OwnError: Type.Object(
    {
      ok: Type.Literal(false),
      error: Type.Object({
        code: text('Decide on the status first, on this second'),
        message: text('What is wrong, in a sentence'),
        details: maybe(Type.Array(named('Issue'), { description: 'Every fault of the body' })),
      }),
      meta: Type.Object({ request_id: text('As in the header `X-Request-Id`') }),
    },
    { description: 'An error of Touchline itself' },
  ),
  OwnErrorInWords: Type.Object(
    { ok: Type.Literal(false), error: Type.String() },
    { description: 'An error of Touchline itself whose body is given word for word' },
  ),
  Problem: Type.Object(
    {
      type: text('A reference to the code on `/docs`'),
      title: text('The status in words'),
      status: Type.Integer(),
      detail: text('What is wrong, in a sentence'),
      code: text('As in `OwnError`'),
      details: maybe(Type.Array(named('Issue'), { description: 'Every fault of the body' })),
      request_id: text('As in the header `X-Request-Id`'),
    },
    { description: 'An error of Touchline itself as RFC 9457 has it: `Accept` must name it' },
  ),
  Issue: Type.Object({
    path: text('A JSON path: `$` is the whole body, `$.selection.bbox.x` a part'),
    message: text('What it must be'),
  }),
  ServiceError: Type.Object(
    {
      ok: Type.Literal(false),
      error: Type.Object({
        code: maybe(nullable('string', 'Missing or `HTTP_ERROR` in older versions')),
        message: maybe(nullable('string')),
        details: Type.Optional(Type.Unsafe({})),
        missing: maybe(Type.Array(Type.String())),
      }),
      request_id: maybe(Type.String()),
      meta: named('Meta'),
    },
    { description: 'An error of the video-analysis service, as it gave it' },
  ),
  RouteMissing: Type.Object(
    { detail: Type.String() },
    { description: 'This version of the service does not have the route' },
  ),
}
