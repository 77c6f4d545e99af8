import { Agent, request } from 'undici'
import { buildApp } from '../app.ts'
import { whyLost } from '../club/faults.ts'
import { openStore } from '../club/store/open.ts'
import type { Config } from '../config/index.ts'
import type { FrameSource } from '../domain/images/frame-source.ts'
import { isUnknownJob } from '../domain/job/service-facts.ts'
import { asRecord } from '../domain/text/reading.ts'
import { FrameTimeout } from '../errors/images.ts'
import { UpstreamNotJson } from '../errors/service.ts'
import { headersFor } from '../images/ask.ts'
import { createDialer } from '../images/dial.ts'
import { jsonOf } from '../upstream/answer-data.ts'
import { checkSignIn } from './check-sign-in.ts'
import type { Verdict } from './verdict.ts'

/** No job has this id: a service that knows jobs says so. */
const NO_JOB = 'touchline-check'

/** Asks the service, the provider of the sign-in and each image store as a running Touchline would. Throws `ConfigError`. */
export async function checkWorld(config: Config): Promise<Verdict[]> {
  const verdicts = await Promise.all([
    checkService(config),
    checkList(config),
    checkNotices(config),
    checkSignIn(config),
    ...config.frameSources.map((source) => checkStore(config, source)),
  ])
  return verdicts.filter((verdict) => verdict !== null)
}

async function checkService(config: Config): Promise<Verdict> {
  const lines: string[] = []
  const app = await buildApp(
    { ...config, logLevel: 'warn', database: { kind: 'off' } },
    { logStream: { write: (text) => void lines.push(...text.split('\n').filter(Boolean)) } },
  )
  try {
    const context = { requestId: NO_JOB, log: app.log }
    const answer = await app.upstream.get(`/jobs/${NO_JOB}`, context)
    return judge(config.apiBaseUrl, answer.status, jsonOf(answer))
  } catch (error) {
    if (config.apiBaseUrl === null) return { ok: false, says: 'API_BASE_URL is not set.' }
    const causes = lines.map((line) => asRecord(asRecord(JSON.parse(line))['upstream'])['cause'])
    const cause = causes.findLast((one) => one !== undefined)
    return { ok: false, says: `${config.apiBaseUrl}: ${reasonOf(error, cause)}` }
  } finally {
    await app.close()
  }
}

function judge(url: string | null, status: number, json: unknown): Verdict {
  const service = `${url}: The video-analysis service`
  if (status === 401 || status === 403) {
    return { ok: false, says: `${service} refuses us (${status}). Check UPSTREAM_AUTHORIZATION.` }
  }
  if (status < 500 && (typeof json !== 'object' || json === null)) {
    return { ok: false, says: `${url}: ${new UpstreamNotJson().message}` }
  }
  if (status === 404 && !isUnknownJob(status, json)) {
    return { ok: false, says: `${service} knows no jobs here. Check the path in API_BASE_URL.` }
  }
  if (status >= 500) return { ok: false, says: `${service} fails (${status}).` }
  return { ok: true, says: `${service} answers.` }
}

/** Opens the database of the club's list as a start does, which makes its file and its tables; null if none is wanted. */
async function checkList({ database }: Config): Promise<Verdict | null> {
  if (database.kind === 'off') return null
  const name = database.kind === 'sqlite' ? database.file : new URL(database.url).host
  try {
    const { store } = await openStore(database, () => {})
    await store.close()
    return { ok: true, says: `${name}: The club's list can be kept here.` }
  } catch (error) {
    const why = whyLost(error) ?? (error as Error).message
    return { ok: false, says: `${name}: The club's list cannot be kept here: ${why}.` }
  }
}

/** Checks that receivers have a list: the ends of runs are kept there until they are told. */
function checkNotices({ database, webhooks }: Config): Verdict | null {
  if (webhooks === null || database.kind !== 'off') return null
  return {
    ok: false,
    says: 'WEBHOOK_URLS is set, but DATABASE_URL is off: no end of an analysis is told.',
  }
}

async function checkStore(config: Config, { origin, prefix }: FrameSource): Promise<Verdict> {
  const url = `${origin}${prefix}`
  const { frameNetworks: networks, frameTimeoutMs: timeoutMs } = config
  const agent = new Agent({ connect: createDialer({ networks, timeoutMs }), allowH2: false })
  try {
    const { statusCode, body } = await request(url, {
      dispatcher: agent,
      headers: headersFor({ ifNoneMatch: null, range: null }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    body.on('error', () => {}).destroy()
    // Most stores refuse to list what they hold: that is an answer.
    return statusCode >= 500
      ? { ok: false, says: `${url}: The image store fails (${statusCode}).` }
      : { ok: true, says: `${url}: The image store answers (${statusCode}).` }
  } catch (error) {
    return { ok: false, says: `${url}: ${reasonOf(error, undefined)}` }
  } finally {
    await agent.destroy()
  }
}

/** The error's own words, with the code of its cause: an administrator reads this, not a client. */
function reasonOf(error: unknown, cause: unknown): string {
  const { message, name, code } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || code === 'FRAME_TIMEOUT') return new FrameTimeout().message
  const under = cause ?? innermost(error)
  return under === null ? message : `${message.replace(/\.$/, '')} (${under}).`
}

/** The code of the innermost error, or its words if it has no code; null for an error of our own. */
function innermost(error: unknown): string | null {
  const { cause, errors, code, message } = error as AggregateError & NodeJS.ErrnoException
  const inner = errors?.[0] ?? cause
  if (inner !== undefined && inner !== null) return innermost(inner)
  // A DOMException has a number as its code.
  if (typeof code !== 'string') return message
  return /^(FRAME|UPSTREAM)_/.test(code) ? null : code
}
