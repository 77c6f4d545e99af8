/** How a script reaches Touchline. */
export interface Reach {
  /** Scheme, host and base path, such as `https://touchline.club.lan/desk`; safe between double quotes of a shell. */
  base: string
  credential: 'token' | 'basic' | null
}

/** Uses the reader's own address only if it is safe in a shell: anybody may send any `Host`. */
export function reachOf(
  origin: string | null,
  basePath: string,
  credential: Reach['credential'],
): Reach {
  const isPlain = origin !== null && /^https?:\/\/[A-Za-z0-9.:[\]-]{1,300}$/.test(origin)
  return { base: `${isPlain ? origin : 'http://localhost:3000'}${basePath}`, credential }
}

export interface CurlRequest {
  method: 'GET' | 'POST'
  /** The path, which may hold `$JOB`. */
  path: string
  headers?: readonly string[]
  /** Written as JSON; undefined: none. */
  body?: unknown
  /** True if the answer is a stream. */
  follows?: boolean
}

const CREDENTIALS = { token: '-H "Authorization: Bearer $TOKEN"', basic: '-u "$NAME"' }

/** Writes one command of a POSIX shell. `open`: the route asks nobody to sign in. */
export function curlOf(
  { base, credential }: Reach,
  { method, path, headers = [], body, follows }: CurlRequest,
  open = false,
): string {
  const parts = [
    `curl -sS${follows ? 'N' : ''}${method === 'POST' && body === undefined ? ' -X POST' : ''} "${base}${path}"`,
    ...(credential === null || open ? [] : [CREDENTIALS[credential]]),
    ...headers.map((header) => `-H "${header}"`),
  ]
  if (body !== undefined) {
    const json = JSON.stringify(body).replaceAll("'", "'\\''")
    parts.push('-H "Content-Type: application/json"', `--data-raw '${json}'`)
  }
  return parts.join(' \\\n  ')
}
