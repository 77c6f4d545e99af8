import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/** Bytes from which a file is compressed: a file of 450 bytes becomes 280, a shorter one gains too little. */
const COMPRESS_FROM = 400

const EMPTY_LINE = Buffer.from('\n')

const compressors = {
  br: async (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: async (bytes: Buffer) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
} as const

export type Encoding = keyof typeof compressors
/** The best first. */
export const ENCODINGS = Object.keys(compressors) as Encoding[]

/** What an answer is made of. The tag is strong: every encoding has its own. */
interface Representation {
  bytes: Buffer
  etag: string
  encoding: Encoding | null
}

/** A file for the browser, read once and held in memory. */
export interface Asset {
  readonly type: string
  readonly hash: string
  /** Compressed at the first request for the encoding, then kept. Sent as it is if compressing saves nothing. */
  as(encoding: Encoding | null): Promise<Representation>
}

/** True if browsers get files of this kind. */
export function isAsset(path: string): boolean {
  return extname(path) in TYPES
}

/** Reads a file, or joins several files of one kind, with an empty line between them. */
export function readAsset(path: string, ...more: string[]): Asset {
  const type = TYPES[extname(path)]
  if (type === undefined) throw new Error(`${path} is no kind of file that browsers get`)
  const others = more.flatMap((file) => [EMPTY_LINE, readFileSync(file)])
  const bytes = Buffer.concat([readFileSync(path), ...others])
  const hash = createHash('sha256').update(bytes).digest('base64url')
  const plain = { bytes, etag: `"${hash}"`, encoding: null }
  const made = new Map<Encoding, Promise<Representation>>()

  async function compress(encoding: Encoding): Promise<Representation> {
    const smaller = await compressors[encoding](bytes)
    if (smaller.length >= bytes.length) return plain
    return { bytes: smaller, etag: `"${hash}-${encoding}"`, encoding }
  }

  return {
    type,
    hash,
    async as(encoding) {
      if (encoding === null || bytes.length < COMPRESS_FROM) return plain
      const known = made.get(encoding)
      if (known) return known
      const making = compress(encoding)
      made.set(encoding, making)
      // A failure, such as no memory, is not kept.
      making.catch(() => made.delete(encoding))
      return making
    },
  }
}
