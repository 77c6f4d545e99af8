import { createHmac } from 'node:crypto'

/**
 * The headers of one try, after the specification of Standard Webhooks (https://www.standardwebhooks.com): the id is that
 * of the notice, the time that of the try, `at` in milliseconds since the epoch.
 */
export function signedHeaders(
  key: Buffer,
  id: string,
  at: number,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
