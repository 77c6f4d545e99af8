import { createHash } from 'node:crypto'

/** A weak tag (RFC 9110, 8.8.1): it stays the same in every encoding of the same content. */
export function weakTag(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  return `W/"${hash.digest('base64url')}"`
}
