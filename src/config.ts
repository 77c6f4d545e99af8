import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import ipaddr from 'ipaddr.js'
import type { FrameSource } from './domain/frame-source.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const whole = (minimum: number, maximum: number, fallback: number, description: string) =>
  Type.Integer({ minimum, maximum, default: fallback, description })

/**
 * The settings (DESIGN section 9), one schema: the README's table is made from it and a test
 * compares the two. Every value arrives as text from the environment.
 */
export const Settings = Type.Object({
  API_BASE_URL: Type.String({
    default: '',
    description: 'The video-analysis service, with or without a path prefix',
  }),
  FRAME_SOURCES: Type.String({
    default: '',
    description:
      'Where images may come from: origins with an optional path prefix, comma-separated, for example `http://minio.intranet:9000/fnh/`',
  }),
  FRAME_NETWORKS: Type.String({
    default: '',
    description:
      'Networks (CIDR, comma-separated) that an image host may resolve to; where set, this is the whole list. Default: public and private ranges',
  }),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  PORT: whole(0, 65535, 3000, 'Port to listen on; 0 takes any free one'),
  UPSTREAM_TIMEOUT_MS: whole(1, 600_000, 15_000, 'Total time of one upstream call, milliseconds'),
  FRAME_TIMEOUT_MS: whole(1, 600_000, 10_000, 'Total time of one image, milliseconds'),
  FRAME_MAX_BYTES: whole(1, 2_000_000_000, 20_000_000, 'Largest image that is passed on, bytes'),
  FRAME_CACHE_MB: whole(0, 16_384, 64, 'Memory for images, megabytes; 0 switches it off'),
  UPSTREAM_AUTHORIZATION: Type.String({
    default: '',
    description: 'Sent to the video-analysis service as `Authorization`',
  }),
  TRUSTED_PROXIES: Type.String({
    default: '',
    description: 'Networks (CIDR, comma-separated) of the reverse proxies in front of Touchline',
  }),
  BASE_PATH: Type.String({
    default: '/',
    description: 'Path that a reverse proxy serves us under',
  }),
  LOG_LEVEL: Type.Union(
    LOG_LEVELS.map((level) => Type.Literal(level)),
    { default: 'info', description: 'How much is logged' },
  ),
})
type Settings = Static<typeof Settings>

export interface Config {
  /** Without a trailing slash; null where `API_BASE_URL` is unset or empty. */
  apiBaseUrl: string | null
  frameSources: readonly FrameSource[]
  /** CIDRs as text; null where the default ranges hold. */
  frameNetworks: readonly string[] | null
  host: string
  port: number
  upstreamTimeoutMs: number
  frameTimeoutMs: number
  frameMaxBytes: number
  frameCacheMb: number
  upstreamAuthorization: string | null
  trustedProxies: readonly string[]
  /** `''` or a path without a trailing slash. */
  basePath: string
  logLevel: (typeof LOG_LEVELS)[number]
}

/** What is wrong with the settings, one sentence for each; `message` joins them. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * Reads the environment once. Throws `ConfigError` naming every wrong setting; an absent
 * `API_BASE_URL` is not wrong (DESIGN section 3, first row).
 */
export function readConfig(env: Record<string, string | undefined>): Readonly<Config> {
  const faults: string[] = []
  const settings = readSettings(env, faults)
  const config: Config = {
    apiBaseUrl: readApiBaseUrl(settings.API_BASE_URL, faults),
    frameSources: list(settings.FRAME_SOURCES).flatMap((text) => readFrameSource(text, faults)),
    frameNetworks:
      settings.FRAME_NETWORKS === '' ? null : networks('FRAME_NETWORKS', settings, faults),
    host: settings.HOST,
    port: settings.PORT,
    upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    frameTimeoutMs: settings.FRAME_TIMEOUT_MS,
    frameMaxBytes: settings.FRAME_MAX_BYTES,
    frameCacheMb: settings.FRAME_CACHE_MB,
    upstreamAuthorization: settings.UPSTREAM_AUTHORIZATION || null,
    trustedProxies: networks('TRUSTED_PROXIES', settings, faults),
    basePath: readBasePath(settings.BASE_PATH, faults),
    logLevel: settings.LOG_LEVEL as Config['logLevel'],
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(config)
}

function readSettings(env: Record<string, string | undefined>, faults: string[]): Settings {
  const given = Object.fromEntries(
    Object.keys(Settings.properties).flatMap((name) => {
      const text = env[name]?.trim()
      return text ? [[name, text]] : []
    }),
  )
  const settings = Value.Convert(Settings, Value.Default(Settings, given)) as Settings
  const wrong = new Set([...Value.Errors(Settings, settings)].map((error) => error.path.slice(1)))
  for (const name of wrong) {
    const rule = Settings.properties[name as keyof Settings]
    faults.push(`${name} is ${JSON.stringify(given[name])}, but must be ${ruleInWords(rule)}.`)
  }
  return settings
}

function ruleInWords(rule: (typeof Settings.properties)[keyof Settings]): string {
  if ('minimum' in rule) return `a whole number from ${rule.minimum} to ${rule.maximum}`
  return `one of ${LOG_LEVELS.join(', ')}`
}

function readApiBaseUrl(text: string, faults: string[]): string | null {
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
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function readFrameSource(text: string, faults: string[]): FrameSource[] {
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

function networks(
  name: 'FRAME_NETWORKS' | 'TRUSTED_PROXIES',
  settings: Settings,
  faults: string[],
) {
  return list(settings[name]).filter((text) => {
    if (ipaddr.isValidCIDR(text)) return true
    faults.push(`${name} holds ${JSON.stringify(text)}, which is not a network such as 10.0.0.0/8.`)
    return false
  })
}

function readBasePath(text: string, faults: string[]): string {
  if (/^\/([\w.~-]+\/?)*$/.test(text)) return text.replace(/\/+$/, '')
  faults.push('BASE_PATH must be a path such as / or /touchline.')
  return ''
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
