import { hash } from 'node:crypto'
import { foreignId } from '../text/foreign-text.ts'
import { SERVICE_CHARACTERS, withoutQuery } from './frame-source.ts'

/** A picture in the image store, as a job names it. */
export interface StoredImage {
  /** The full address with its signature. Never print it. */
  signedUrl: string
  /** The address without its query, which pages ask for. */
  address: string
  /** Tells this picture from the others at the same address. Signing the address again does not change it. */
  id: string
}

/** The key of a job's image in the image cache. Signing the address again does not change the key. */
export function imageKeyOf(
  jobId: string,
  { address, id }: { address: string; id: string | null },
): string {
  return `${jobId} ${address} ${id ?? ''}`
}

/** Query parameters that may name the object: download gateways put its name there. */
const NAMING = ['key', 'file', 'filename', 'path', 'object', 'name', 'id']

/**
 * Reads the address of a picture. Null if it is not an `http` or `https` address, is too long, or could not
 * stand on a page even without its query. `known` is what else the service says about the picture. It goes into
 * the id, because one address may serve many pictures and a worker may write a new picture under an old key.
 */
export function readStoredImage(value: unknown, ...known: unknown[]): StoredImage | null {
  if (typeof value !== 'string' || value.length > SERVICE_CHARACTERS) return null
  const address = foreignId(withoutQuery(value), SERVICE_CHARACTERS)
  if (address === null || !/^https?:\/\/[^/]/i.test(address)) return null
  return { signedUrl: value, address, id: idOf([...known, namesIn(value)]) }
}

const NAMES_ONE = new RegExp(`[?&](${NAMING.join('|')})=`)

function namesIn(url: string): string[] {
  // Names may be percent-encoded; nearly all addresses have none.
  if (!NAMES_ONE.test(url) && !/[?&][^=&?%+]*[%+]/.test(url)) return []
  const query = new URLSearchParams(url.slice(withoutQuery(url).length).replace(/#.*$/s, ''))
  return NAMING.flatMap((name) => query.getAll(name))
}

function idOf(parts: unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 16)
}
