import ipaddr from 'ipaddr.js'
import { withoutEndSlashes } from '../domain/http/end-slashes.ts'
import type { FrameSource } from '../domain/images/frame-source.ts'

/** Readers of single settings. Each adds a sentence to `faults` if a value is wrong. */

export function readApiBaseUrl(text: string, faults: string[]): string | null {
  if (text === '') return null
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    faults.push(
      'API_BASE_URL must be an http or https address, for example http://analysis.intranet:8000.',
    )
    return null
  }
  if (url.username || url.password || url.search || url.hash) {
    faults.push(
      'API_BASE_URL must not hold a user name, a query or a fragment; use UPSTREAM_AUTHORIZATION.',
    )
    return null
  }
  return url.origin + withoutEndSlashes(url.pathname)
}

/** Reads the address of the receiver, and adds the path for traces to it. */
export function readTraces(
  text: string,
  faults: string[],
): { url: string; serviceName: string } | null {
  if (text === '') return null
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username || url.search) {
    faults.push(
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address, for example http://collector.intranet:4318; a credential goes into OTEL_EXPORTER_OTLP_HEADERS.',
    )
    return null
  }
  const path = withoutEndSlashes(url.pathname)
  return { url: `${url.origin}${path}/v1/traces`, serviceName: 'touchline' }
}

export function readFrameSource(text: string, faults: string[]): FrameSource[] {
  const url = URL.parse(text)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username ||
    url.password ||
    url.search ||
    url.hash
  ) {
    faults.push(
      `FRAME_SOURCES holds ${JSON.stringify(text)}, which is not an http or https origin with an optional path, such as http://minio.intranet:9000/fnh/.`,
    )
    return []
  }
  return [
    { origin: url.origin, prefix: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/` },
  ]
}

export function readNetworks(name: string, text: string, faults: string[]): string[] {
  return list(text).filter((text) => {
    if (ipaddr.isValidCIDR(text)) return true
    faults.push(`${name} holds ${JSON.stringify(text)}, which is not a network such as 10.0.0.0/8.`)
    return false
  })
}

export function readPublicOrigin(text: string, faults: string[]): string[] {
  const url = URL.parse(text)
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (isPlain && !url.hostname.includes('*')) {
    return [url.origin]
  }
  faults.push(
    `PUBLIC_ORIGINS holds ${JSON.stringify(text)}, which is not the http or https address of one host, without a path, such as https://touchline.club.lan.`,
  )
  return []
}

export function readBasePath(text: string, faults: string[]): string {
  const steps = text.split('/')
  // Browsers remove `.` and `..` from an address before they send it.
  const hasDots = steps.includes('.') || steps.includes('..')
  if (/^\/(?:[\w.~-]+\/)*[\w.~-]*$/.test(text) && !hasDots) return withoutEndSlashes(text)
  faults.push('BASE_PATH must be a path such as / or /touchline.')
  return ''
}

/** Reads a value for a header. A line break would end the header, and programs encode other than ASCII differently. */
export function readHeaderValue(name: string, text: string, faults: string[]): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  faults.push(`${name} must be one line of ASCII characters, because it is sent in a header.`)
  return ''
}

export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
