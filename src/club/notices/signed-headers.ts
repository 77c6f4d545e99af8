import { createHmac } from 'node:crypto'

/**
 * The headers of one try, as Standard Webhooks specifies them (https://www.standardwebhooks.com). The id is that of the
 * notice. The time is that of the try: `at`, milliseconds since the epoch.
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
