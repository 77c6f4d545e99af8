import type { TLiteral } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { FrameSource } from '../domain/images/frame-source.ts'
import { type AuthConfig, readAuth } from './auth.ts'
import { type Database, readDatabase } from './database.ts'
import { type LOG_LEVELS, Settings } from './settings.ts'
import {
  list,
  readApiBaseUrl,
  readBasePath,
  readFrameSource,
  readHeaderValue,
  readNetworks,
  readPublicOrigin,
  readTraces,
} from './values.ts'
import { readWebhooks, type Webhooks } from './webhooks.ts'

type Rule = (typeof Settings.properties)[keyof Settings]

export interface Config {
  /** Without a trailing slash; null if `API_BASE_URL` is unset or empty. */
  apiBaseUrl: string | null
  frameSources: readonly FrameSource[]
  /** CIDRs as text; null if the default ranges apply. */
  frameNetworks: readonly string[] | null
  host: string
  port: number
  upstreamTimeoutMs: number
  frameTimeoutMs: number
  frameMaxBytes: number
  frameCacheMb: number
  upstreamAuthorization: string | null
  auth: AuthConfig
  trustedProxies: readonly string[]
  /** Origins as browsers write them: scheme, host, and the port if it is not the default of the scheme. */
  publicOrigins: readonly string[]
  /** `''` or a path without a trailing slash. */
  basePath: string
  /** The address to send traces to, which ends in `/v1/traces`; null if no traces are sent. */
  traces: { url: string; serviceName: string } | null
  /** Where the club's list is kept. */
  database: Database
  /** The receivers that are told when a run ends; null if there are none. */
  webhooks: Webhooks | null
  logLevel: (typeof LOG_LEVELS)[number]
}

/** The faults of the settings, one sentence each. `message` joins them. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * Reads the settings from the environment. Throws `ConfigError`, which names every wrong setting. A missing
 * `API_BASE_URL` is not wrong (docs/architecture.md#own-errors).
 */
export function readConfig(env: Record<string, string | undefined>): Readonly<Config> {
  const faults: string[] = []
  const settings = readSettings(env, faults)
  const config: Config = {
    apiBaseUrl: readApiBaseUrl(settings.API_BASE_URL, faults),
    frameSources: list(settings.FRAME_SOURCES).flatMap((text) => readFrameSource(text, faults)),
    frameNetworks:
      settings.FRAME_NETWORKS === ''
        ? null
        : readNetworks('FRAME_NETWORKS', settings.FRAME_NETWORKS, faults),
    host: settings.HOST,
    port: settings.PORT,
    upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    frameTimeoutMs: settings.FRAME_TIMEOUT_MS,
    frameMaxBytes: settings.FRAME_MAX_BYTES,
    frameCacheMb: settings.FRAME_CACHE_MB,
    upstreamAuthorization:
      readHeaderValue('UPSTREAM_AUTHORIZATION', settings.UPSTREAM_AUTHORIZATION, faults) || null,
    auth: readAuth(settings, faults),
    trustedProxies: readNetworks('TRUSTED_PROXIES', settings.TRUSTED_PROXIES, faults),
    publicOrigins: list(settings.PUBLIC_ORIGINS).flatMap((text) => readPublicOrigin(text, faults)),
    basePath: readBasePath(settings.BASE_PATH, faults),
    traces: readTraces(settings.OTEL_EXPORTER_OTLP_ENDPOINT, faults),
    database: readDatabase(settings.DATABASE_URL, faults),
    webhooks: readWebhooks(settings, faults),
    logLevel: settings.LOG_LEVEL as Config['logLevel'],
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(config)
}

function readSettings(env: Record<string, string | undefined>, faults: string[]): Settings {
  const settings = Object.fromEntries(
    Object.entries(Settings.properties).map(([name, rule]) => {
      const text = env[name]?.trim()
      if (!text) return [name, rule.default]
      return [name, isWholeNumber(rule, text) ? Number(text) : text]
    }),
  ) as Settings
  const errors = TypeCompiler.Compile(Settings).Errors(settings)
  const wrong = new Set([...errors].map((error) => error.path.slice(1)))
  for (const name of wrong) {
    const rule = Settings.properties[name as keyof Settings]
    faults.push(
      `${name} is "${settings[name as keyof Settings]}", but must be ${ruleInWords(rule)}.`,
    )
  }
  return settings
}

/** True for digits only, because a converter would read 80.5 as 80. */
function isWholeNumber(rule: Rule, text: string): boolean {
  return 'minimum' in rule && /^-?\d+$/.test(text)
}

function ruleInWords(rule: Rule): string {
  if ('minimum' in rule) return `a whole number from ${rule.minimum} to ${rule.maximum}`
  const values: TLiteral[] = 'anyOf' in rule ? rule.anyOf : []
  return `one of ${values.map((value) => value.const).join(', ')}`
}
