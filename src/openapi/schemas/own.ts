import { Type } from '@sinclair/typebox'
import { maybe, named, nullable, time } from './words.ts'

/** Answers that Touchline makes itself. */
export const OWN_ANSWERS = {
  LiveState: Type.Object(
    {
      status: Type.String(),
      progress: Type.Unsafe({ anyOf: [named('Progress'), { type: 'null' }] }),
      warnings: Type.Array(Type.Unsafe({})),
      updated_at: nullable('string', 'When the job changed, by the service’s clock'),
      error: Type.Unsafe({}),
      failure_reason: Type.Unsafe({}),
      frames_processed: nullable('integer'),
    },
    { description: '`data` of each message, and of `event: done`' },
  ),
  Stale: Type.Object(
    {
      since: Type.Unsafe({
        anyOf: [time('Since when the service does not answer'), { type: 'null' }],
      }),
      silent_ms: nullable('integer', 'The same as a duration, milliseconds'),
    },
    { description: '`data` of `event: stale`; null: the service answers again' },
  ),
  Live: Type.Object({ ok: Type.Literal(true), status: Type.Literal('live') }),
  Ready: Type.Object({
    ok: Type.Boolean(),
    status: Type.Unsafe({ type: 'string', enum: ['ready', 'draining'] }),
    upstream_configured: maybe(Type.Boolean({ description: 'Is `API_BASE_URL` set?' })),
  }),
}
