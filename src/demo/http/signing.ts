import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Signed URLs live this long, seconds (docs/contract.md#assets). */
const EXPIRES_SEC = 3600
/** The object store's bucket; keys are paths inside it. */
export const BUCKET = 'fnh'

/** Signs and checks object addresses in the shape of S3's query authentication, with a key of its own. */
export class Signer {
  readonly #secret = randomBytes(32)
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The address of an object for the next hour; `origin` has no trailing slash. */
  sign(origin: string, key: string): string {
    const path = `/${BUCKET}/${key}`
    const date = stamp(this.#now())
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `demo/${date.slice(0, 8)}/local/s3/aws4_request`,
      'X-Amz-Date': date,
      'X-Amz-Expires': String(EXPIRES_SEC),
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': this.#signature(path, date),
    })
    return `${origin}${path}?${query}`
  }

  /** Why the store refuses an address, or null if it is signed by us and not expired. */
  refusal(path: string, query: URLSearchParams): 'AccessDenied' | 'SignatureDoesNotMatch' | null {
    const date = query.get('X-Amz-Date')
    const signature = query.get('X-Amz-Signature')
    if (date === null || signature === null) return 'AccessDenied'
    const expected = Buffer.from(this.#signature(path, date))
    const given = Buffer.from(signature)
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
    if (!isOurs || query.get('X-Amz-Expires') !== String(EXPIRES_SEC)) {
      return 'SignatureDoesNotMatch'
    }
    return this.#now() > parseStamp(date) + EXPIRES_SEC * 1000 ? 'AccessDenied' : null
  }

  #signature(path: string, date: string): string {
    return createHmac('sha256', this.#secret).update(`${path}\n${date}`).digest('hex')
  }
}

/** `20260131T235959Z` */
function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

function parseStamp(text: string): number {
  return Date.parse(
    text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
}
