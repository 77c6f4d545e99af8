import type { FastifyReply } from 'fastify'
import { parse } from 'range-parser'

/** The code of `range-parser` for a range that has nothing of the body. */
const BEYOND = 2

/** Sends an object, or the one part that is asked for (RFC 9110 section 14). Several parts get the whole. */
export function sendRange(
  reply: FastifyReply,
  body: Buffer,
  header: string | undefined,
): FastifyReply {
  reply.header('accept-ranges', 'bytes')
  const { code, type, ranges } = parse(body.length, header ?? '')
  const [range] = ranges
  if (code === BEYOND && range === undefined) {
    return reply.code(416).header('content-range', `bytes */${body.length}`).send()
  }
  if (range === undefined || type !== 'bytes' || ranges.length > 1) return reply.send(body)
  const { start, end } = range
  return reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${body.length}`)
    .send(body.subarray(start, end + 1))
}
