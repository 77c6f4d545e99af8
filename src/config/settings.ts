import { type Static, Type } from '@sinclair/typebox'

const AUTH_MODES = ['none', 'basic', 'proxy', 'oidc'] as const
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const whole = (minimum: number, maximum: number, fallback: number, description: string) =>
  Type.Integer({ minimum, maximum, default: fallback, description })

/**
 * The settings in one schema. The README has a line for each setting, and a test compares them. Every value comes from
 * the environment as text. `secret`: `--check` never shows the value.
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
    secret: true,
    description: 'Sent to the video-analysis service as `Authorization`',
  }),
  AUTH: Type.Union(
    AUTH_MODES.map((mode) => Type.Literal(mode)),
    {
      default: 'none',
      description:
        'Who may enter: `none` (only where HOST is loopback), `basic` (names and passwords of AUTH_PASSWORD_FILE), `proxy` (whom a reverse proxy names) or `oidc` (whom an OpenID provider names)',
    },
  ),
  AUTH_PASSWORD_FILE: Type.String({
    default: '',
    description: 'For `AUTH=basic`: the file that `npm run password` writes',
  }),
  AUTH_PROXY_SECRET: Type.String({
    default: '',
    secret: true,
    description:
      'For `AUTH=proxy`: what the proxy sends as `X-Forwarded-Secret`; at least 16 characters',
  }),
  AUTH_USER_HEADER: Type.String({
    default: 'X-Forwarded-User',
    description:
      'For `AUTH=proxy`: the header in which the proxy names the user, such as `Remote-User` or `X-Auth-Request-User`',
  }),
  AUTH_GROUPS_HEADER: Type.String({
    default: '',
    description:
      'For `AUTH=proxy`: the header in which the proxy names the groups of the user, such as `Remote-Groups` or `X-Auth-Request-Groups`; without it everybody is an analyst',
  }),
  AUTH_GROUPS_SEPARATOR: Type.String({
    default: ',',
    description:
      'For `AUTH=proxy`: the character between two groups in that header, for example a semicolon',
  }),
  ADMINISTRATOR_GROUPS: Type.String({
    default: '',
    description: 'Groups whose members may do everything, comma-separated, by their exact names',
  }),
  ANALYST_GROUPS: Type.String({
    default: '',
    description: 'Groups whose members may look and change jobs, comma-separated',
  }),
  VIEWER_GROUPS: Type.String({
    default: '',
    description:
      'Groups whose members may look, comma-separated. Default, where the other groups are set: everybody who is signed in',
  }),
  AUTH_SIGN_OUT_URL: Type.String({
    default: '',
    description:
      'For `AUTH=proxy`: where the proxy signs people out, such as `/oauth2/sign_out`; pages then have a link to it',
  }),
  AUTH_TOKEN_FILE: Type.String({
    default: '',
    description:
      'Bearer tokens for scripts, beside `basic`, `proxy` or `oidc`: the file that `npm run token` writes',
  }),
  OIDC_ISSUER: Type.String({
    default: '',
    description:
      'For `AUTH=oidc`: the issuer of the provider, as it writes it, for example `https://sso.club.lan/realms/club`',
  }),
  OIDC_CLIENT_ID: Type.String({
    default: '',
    description: 'For `AUTH=oidc`: the name under which the provider knows Touchline',
  }),
  OIDC_CLIENT_SECRET: Type.String({
    default: '',
    secret: true,
    description:
      'For `AUTH=oidc`: the secret that the provider has given; none for a public client',
  }),
  OIDC_COOKIE_KEYS: Type.String({
    default: '',
    secret: true,
    description:
      'For `AUTH=oidc`: keys of at least 32 characters that seal the session, comma-separated; the first seals, all of them open. The same for all replicas',
  }),
  OIDC_SCOPES: Type.String({
    default: 'openid profile',
    description: 'For `AUTH=oidc`: what is asked for; add the scope that brings the groups',
  }),
  OIDC_USER_CLAIM: Type.String({
    default: 'preferred_username',
    description: 'For `AUTH=oidc`: the claim that names the user; `sub` where it is missing',
  }),
  OIDC_GROUPS_CLAIM: Type.String({
    default: 'groups',
    description:
      'For `AUTH=oidc`: the claim with the groups, for ANALYST_GROUPS and the others; without these everybody is an analyst',
  }),
  OIDC_SESSION_MINUTES: whole(
    1,
    1_440,
    60,
    'For `AUTH=oidc`: how long a sign-in lasts, and so how long somebody stays whom the provider no longer knows',
  ),
  TRUSTED_PROXIES: Type.String({
    default: '',
    description: 'Networks (CIDR, comma-separated) of the reverse proxies in front of Touchline',
  }),
  PUBLIC_ORIGINS: Type.String({
    default: '',
    description:
      'Addresses under which browsers open Touchline, without a path, comma-separated, for example `https://touchline.club.lan`: changes are taken from pages there and, with `AUTH=none`, their names are taken as `Host` beside loopback ones',
  }),
  BASE_PATH: Type.String({
    default: '/',
    description: 'Path that a reverse proxy serves us under',
  }),
  DATABASE_URL: Type.String({
    default: 'sqlite:data/touchline.db',
    description:
      "Where the club's list of jobs is kept: `sqlite:` and a file, `postgres://…` where several replicas share it, or `off`",
  }),
  WEBHOOK_URLS: Type.String({
    default: '',
    secret: true,
    description:
      'Where the end of an analysis is told: http or https addresses, comma-separated, 5 at most. Not shown by `--check`, because an address may hold a secret',
  }),
  WEBHOOK_SECRET: Type.String({
    default: '',
    secret: true,
    description:
      'For `WEBHOOK_URLS`: the key of the signatures, `whsec_` and the base64 form of 24 to 64 random bytes',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.String({
    default: '',
    description:
      'Where traces are sent: an OpenTelemetry receiver (OTLP over HTTP), such as `http://collector.intranet:4318`. Needs the optional packages',
  }),
  LOG_LEVEL: Type.Union(
    LOG_LEVELS.map((level) => Type.Literal(level)),
    { default: 'info', description: 'How much is logged' },
  ),
})
export type Settings = Static<typeof Settings>
