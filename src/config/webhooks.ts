import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { isLoopbackHost, mayDial } from '../domain/http/network-address.ts'
import type { Settings } from './settings.ts'
import { list } from './values.ts'

/** A receiver that is told when an analysis ends. Any part of its address may hold secrets, except the origin. */
export interface Webhook {
  /** The name of the receiver in the database, without its secrets. */
  id: string
  /** The name of the receiver in the log and on pages: its origin, and its place in the setting. */
  label: string
  origin: string
  path: string
  /** The `Authorization` header; null if the address has no name and no password. */
  authorization: string | null
}

export interface Webhooks {
  hooks: readonly Webhook[]
  /** The key of the signatures. */
  key: Buffer
}

export const MOST_HOOKS = 5
const MOST_LENGTH = 2_048
/** The length of a key in bytes, as Standard Webhooks requires. */
const KEY = { least: 24, most: 64 }

const SECRET_RULE = `WEBHOOK_SECRET must be whsec_ and the base64 form of ${KEY.least} to ${KEY.most} random bytes; openssl rand -base64 32 makes them.`

/** Reads the receivers. Null if there are none. */
export function readWebhooks(settings: Settings, faults: string[]): Webhooks | null {
  const key = readKey(settings.WEBHOOK_SECRET, faults)
  const texts = [...new Set(list(settings.WEBHOOK_URLS))]
  if (texts.length === 0) return null
  if (texts.length > MOST_HOOKS) faults.push(`WEBHOOK_URLS takes at most ${MOST_HOOKS} addresses.`)
  const hooks = texts.flatMap((text, at) => readHook(text, at + 1, faults))
  if (settings.WEBHOOK_SECRET === '')
    faults.push('WEBHOOK_URLS is set, but WEBHOOK_SECRET is not: receivers know Touchline by it.')
  return key === null ? null : { hooks, key }
}

function readKey(text: string, faults: string[]): Buffer | null {
  if (text === '') return null
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const key = Buffer.from(base64, 'base64')
  const isWhole = bare(key.toString('base64')) === bare(base64)
  if (isWhole && key.length >= KEY.least && key.length <= KEY.most) return key
  faults.push(SECRET_RULE)
  return null
}

/** Removes the padding, which is optional. */
const bare = (base64: string) => base64.replaceAll('=', '')

/** Reads one receiver. No fault contains the address itself, because the address may hold a secret. */
function readHook(text: string, at: number, faults: string[]): Webhook[] {
  const url = text.length > MOST_LENGTH ? null : URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hash !== '') {
    faults.push(
      `Address ${at} of WEBHOOK_URLS is not an http or https address without a fragment, of ${MOST_LENGTH} characters at most.`,
    )
    return []
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayDial(host, null, isLoopbackHost(host))) {
    faults.push(`Address ${at} of WEBHOOK_URLS is in a network that Touchline never dials.`)
    return []
  }
  const authorization = credentialsOf(url)
  if (authorization === undefined) {
    faults.push(`Address ${at} of WEBHOOK_URLS has a name or a password that cannot be read.`)
    return []
  }
  return [
    {
      id: createHash('sha256').update(url.href).digest('base64url').slice(0, 22),
      label: `${url.origin} (${at})`,
      origin: url.origin,
      path: url.pathname + url.search,
      authorization,
    },
  ]
}

/** The `Authorization` header; undefined if name or password is not valid percent-encoding. */
function credentialsOf({ username, password }: URL): string | null | undefined {
  if (username === '' && password === '') return null
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`
  } catch {
    return undefined
  }
}
