import { isSignature } from '../redaction/names.ts'
import { asArray, asRecord, asString } from '../text/reading.ts'

/** The video of a job, in a form that a new job can name. Secret: never print it. */
export type JobVideo =
  | { kind: 'match'; matchId: string }
  | { kind: 'address'; url: string }
  | { kind: 'object'; bucket: string; key: string }

/** Most characters of an address: more than any address of a video has. */
const MOST_CHARACTERS = 8_192
/** How many frames to look at: all frames of a job are signed alike, so the first ones are enough. */
const FRAMES_ASKED = 50
const MATCH = /^lgi:\/\/match\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

/**
 * Reads `video_url` of a job (docs/contract.md#job). A new job cannot use a signed address, because it expires. The
 * new job gets bucket and key instead, if a preview frame proves them (docs/decisions/another-player.md). Null for a
 * video that a new job cannot name.
 */
export function readVideo(value: unknown, frames: unknown): JobVideo | null {
  const text = asString(value)
  if (text === null || text.length > MOST_CHARACTERS) return null
  const matchId = MATCH.exec(text)?.[1]
  if (matchId !== undefined) return { kind: 'match', matchId }
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  if (![...url.searchParams.keys()].some(isSignature)) return { kind: 'address', url: text }
  const signed = readSigned(text)
  return signed && objectOf(signed, asArray(frames).slice(0, FRAMES_ASKED).map(asRecord))
}

/** A signed address of an object. `path` is decoded and begins with `/`. */
interface Signed {
  protocol: string
  host: string
  path: string
  /** The access key. A service uses only one. */
  signer: string
}

/** Null if the address names no signer, or if the URL parser changes the object's name, as in `a/../b`. */
function readSigned(value: unknown): Signed | null {
  const text = asString(value)
  const url = text === null || text.length > MOST_CHARACTERS ? null : URL.parse(text)
  if (url === null || text?.split(/[?#]/, 1)[0] !== url.origin + url.pathname) return null
  const query = new Map([...url.searchParams].map(([name, said]) => [name.toLowerCase(), said]))
  const signer = query.get('x-amz-credential')?.split('/')[0] ?? query.get('awsaccesskeyid')
  if (!signer) return null
  try {
    const { protocol, host } = url
    return { protocol, host, path: decodeURIComponent(url.pathname), signer }
  } catch {
    return null
  }
}

/** Finds the object of the video: a frame with bucket, key and address shows how this store makes its addresses. */
function objectOf(video: Signed, frames: readonly Record<string, unknown>[]): JobVideo | null {
  for (const frame of frames) {
    const [bucket, key] = [asString(frame['bucket']), asString(frame['key'])]
    const signed = readSigned(frame['signed_url'])
    if (bucket === null || key === null || signed === null) continue
    if (signed.signer !== video.signer || signed.protocol !== video.protocol) continue
    const found = inPath(video, signed, `/${bucket}/${key}`) ?? inHost(video, signed, bucket, key)
    if (found !== null) return found
  }
  return null
}

/** For `http://store/bucket/key`, also below a path of a gateway. */
function inPath(video: Signed, frame: Signed, object: string): JobVideo | null {
  if (video.host !== frame.host || !frame.path.endsWith(object)) return null
  const before = `${frame.path.slice(0, -object.length)}/`
  if (!video.path.startsWith(before)) return null
  const [bucket = '', ...key] = video.path.slice(before.length).split('/')
  return objectNamed(bucket, key.join('/'))
}

/** For `http://bucket.store/key`. */
function inHost(video: Signed, frame: Signed, bucket: string, key: string): JobVideo | null {
  const store = frame.host.slice(bucket.length)
  if (frame.host !== `${bucket}${store}` || !store.startsWith('.')) return null
  if (frame.path !== `/${key}` || !video.host.endsWith(store)) return null
  return objectNamed(video.host.slice(0, -store.length), video.path.slice(1))
}

function objectNamed(bucket: string, key: string): JobVideo | null {
  return bucket === '' || key === '' ? null : { kind: 'object', bucket, key }
}
