import { hash } from 'node:crypto'
import { foreignId } from '../text/foreign-text.ts'
import { SERVICE_CHARACTERS, withoutQuery } from './frame-source.ts'

/** A picture in the image store, as a job names it. */
export interface StoredImage {
  /** Signed: never print it. */
  signedUrl: string
  /** The address without its query, which pages ask for. */
  address: string
  /** Tells this picture from the others at the same address. Signing the address again does not change it. */
  id: string
}

/** Names an image of a job for the memory of images: signing its address again does not change it. */
export function imageKeyOf(
  jobId: string,
  { address, id }: { address: string; id: string | null },
): string {
  return `${jobId} ${address} ${id ?? ''}`
}

/** Where a store names the object in the query, as download gateways do. */
const NAMING = ['key', 'file', 'filename', 'path', 'object', 'name', 'id']

/**
 * Reads the address of a picture. Null for what is no plain `http` address, is too long, or could not
 * stand on a page even without its query. `known` is what else the service says about the picture:
 * one address may serve many, and a worker may write another picture under the same key.
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
