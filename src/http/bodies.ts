import { isUtf8 } from 'node:buffer'
import { unescape as decodePart, parse as parseForm } from 'node:querystring'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { parse as parseJson } from 'secure-json-parse'
import type { Fields } from '../domain/forms/fields.ts'
import { hasMoreValuesThan, isDeeperThan } from '../domain/http/json-depth.ts'
import {
  BodyCharsetNotTaken,
  BodyEncoded,
  BodyNotJson,
  BodyNotUtf8,
  BodyTooDeep,
  BodyTooManyValues,
  BodyTypeNotTaken,
} from '../errors/request.ts'
import { readBody } from './read-body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of a JSON body as they came: these are forwarded, never a copy written anew. */
    jsonBytes: Buffer | null
    /** The fields of a form-encoded body; null for any other body. */
    form: Fields | null
  }
}

/** No body of ours is nested deeper. */
const MAX_DEPTH = 32
/** No body of ours has so many values: the longest hold five boxes. Judging them may take the square of the number. */
const MOST_VALUES = 10_000
const FORM = {
  /** No form of ours has more fields. */
  maxKeys: 100,
  /** Copies: a piece of the body's text keeps all of it in memory for as long as the piece is kept. */
  decodeURIComponent: (text: string) => Buffer.from(decodePart(text)).toString(),
}
const UTF_8 = /^charset\s*=\s*("utf-?8"|utf-?8)\s*$/i
/** No part of JSON (RFC 8259, section 8.1): some parsers skip it, the upstream's does not. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Reads request bodies: JSON as bytes with a parsed copy to judge, forms only where the answer is
 * HTML (docs/architecture.md#two-representations). Encoded bodies, other types and charsets, broken UTF-8, deep nesting
 * and `__proto__` or `constructor` keys are refused.
 */
export const bodiesPlugin = fp(
  async (app) => {
    app.decorateRequest('jsonBytes', null)
    app.decorateRequest('form', null)
    app.removeAllContentTypeParsers()

    app.addHook('preParsing', (request, _reply, payload, done) => {
      const encoding = request.headers['content-encoding']
      if (encoding === undefined || encoding.toLowerCase() === 'identity') done(null, payload)
      else done(new BodyEncoded())
    })

    const { bodyLimit } = app.initialConfig as { bodyLimit: number }

    /** Reads whole bodies of one type. `parse` judges them, and throws the error that says what is wrong. */
    function parser(type: string, parse: (request: FastifyRequest, bytes: Buffer) => unknown) {
      app.addContentTypeParser(type, (request, payload, done) => {
        const { 'content-length': length } = request.headers
        readBody(payload, length, bodyLimit, (error, bytes) => {
          if (error !== null) return done(error)
          let body: unknown
          try {
            body = parse(request, bytes)
          } catch (fault) {
            return done(fault as Error)
          }
          done(null, body)
        })
      })
    }

    parser('application/json', (request, bytes) => {
      if (bytes.length === 0) return undefined
      mustBeUtf8(request)
      const body = readJson(bytes)
      request.jsonBytes = bytes
      return body
    })

    parser('application/x-www-form-urlencoded', (request, bytes) => {
      if (request.wants === 'json') throw new BodyTypeNotTaken()
      mustBeUtf8(request)
      request.form = { ...parseForm(decodeUtf8(bytes), '&', '=', FORM) }
      return {}
    })
  },
  { name: 'bodies', dependencies: ['representation'] },
)

/** JSON has no other charset (RFC 8259, 8.1), and no page of ours sends a form in another. */
function mustBeUtf8({ headers }: FastifyRequest) {
  const charsets = headers['content-type']?.match(/charset[^;]*/gi) ?? []
  if (charsets.every((charset) => UTF_8.test(charset))) return
  throw new BodyCharsetNotTaken()
}

function readJson(bytes: Buffer): unknown {
  if (isDeeperThan(MAX_DEPTH, bytes)) throw new BodyTooDeep()
  if (hasMoreValuesThan(MOST_VALUES, bytes)) throw new BodyTooManyValues()
  const text = decodeUtf8(bytes)
  if (text.startsWith(BYTE_ORDER_MARK)) throw new BodyNotJson()
  try {
    return parseJson(text, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    throw new BodyNotJson()
  }
}

function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new BodyNotUtf8()
  return bytes.toString('utf8')
}
