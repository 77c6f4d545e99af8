import type { Readable } from 'node:stream'
import { errorCodes } from 'fastify'
import { Gathered } from '../lib/gathered.ts'

type Done = (error: Error | null, bytes: Buffer) => void

const NOTHING = Buffer.alloc(0)

/**
 * Reads a body of at most `limit` bytes into memory of its own. Fastify's reader does the same, but keeps an
 * object for each piece: a megabyte that comes byte by byte takes a hundred megabytes there.
 * Fails with FST_ERR_CTP_BODY_TOO_LARGE, FST_ERR_CTP_INVALID_CONTENT_LENGTH, or as the connection does.
 */
export function readBody(stream: Readable, length: string | undefined, limit: number, done: Done) {
  const announced = length === undefined ? null : Number(length)
  if (announced !== null && announced > limit) {
    return done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), NOTHING)
  }
  const body = new Gathered()
  const finish = (error: Error | null) => {
    stream.off('data', onData)
    stream.off('end', onEnd)
    stream.off('error', onError)
    done(error, error === null ? body.copy() : NOTHING)
  }
  const onData = (piece: Buffer) => {
    body.add(piece)
    if (body.length > limit) finish(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
  }
  const onEnd = () => {
    const isWhole = announced === null || announced === body.length
    finish(isWhole ? null : new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH())
  }
  const onError = (error: Error & { statusCode?: number }) => {
    error.statusCode ??= 400
    finish(error)
  }
  stream.on('data', onData)
  stream.on('end', onEnd)
  stream.on('error', onError)
  stream.resume()
}
