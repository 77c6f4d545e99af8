import t from 'tap'
import { startApp } from '../support/app.ts'
import { type Recording, recordings } from '../support/service/recordings.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

// Every recorded exchange whose route Touchline has: the answer passes through as it was recorded, or the
// request is one that the upstream refuses and that we refuse before it.

const READS = /^(\/(status|result|candidates|frames|report|diagnostic))?$/
const ACTS =
  /^\/(select-track|target|enqueue|pick-player|player-ref|selection|retry|report|player-profile)$/
const LONGEST_ID = 64

function isOurs({ method, path }: Recording['request']): boolean {
  const [address = ''] = path.split('?')
  if (method === 'POST' && address === '/jobs') return true
  const [, id = '', rest = ''] = /^\/jobs\/([A-Za-z0-9][\w-]*)(\/.*)?$/.exec(address) ?? []
  if (id === '' || id.length > LONGEST_ID) return false
  return method === 'GET' ? READS.test(rest) : method === 'POST' && ACTS.test(rest)
}

/**
 * Recorded requests that we refuse although the upstream took them: what it stores from them is broken
 * (docs/contract.md#quirks), or the contract of the route says so.
 */
const REFUSED_BY_DESIGN: Record<string, string> = {
  '67ab429 select-track--bbox-out-of-range--200': 'a box outside the frame',
  '67ab429 select-track--fenced-header-ok--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--no-selection--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--on-reselect-player--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--on-waiting-for-target--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--track-float--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--track-id-string--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 select-track--worker-missing-still-works--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 seq-67ab429-change-player--1-select-track--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 seq-67ab429-change-player-by-pick--1-select-track--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  '67ab429 target--bbox-string-numbers--200': 'numbers as text',
  '67ab429 target--flat-xywh-track--200': 'a box that is not in bbox',
  '67ab429 target--key-alias--200': '`key`, an alias that the contract does not name',
  '67ab429 target--zero-time-frameTimeSec-only--200':
    '`frameTimeSec`, an alias that the contract does not name',
  'd650813 flow-d650813-normal--9-select-track-after-queued--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
  'd650813 old-d650813--select-track--flat-bbox--200': 'a selection without bbox',
  'd650813 seq-d650813-change-player--1-select-track--200':
    'no selection: the player may be stored without a place (docs/contract.md#quirk-2)',
}

const bytesOf = (body: unknown) =>
  body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)

/** Headers of one connection, of Node's own, and those that the security of the site overrides. */
const NOT_COMPARED = new Set(['content-length', 'server', 'date', 'connection', 'keep-alive'])

t.test(
  'every recorded exchange passes through unchanged, or is refused before it is sent',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const ours = recordings().filter(({ request }) => isOurs(request))
    t.ok(ours.length > 300, `${ours.length} recordings`)
    const refused: string[] = []

    for (const { name, upstream_revision, request, response } of ours) {
      const id = `${upstream_revision} ${name}`
      const body = bytesOf(response.body)
      const [path = ''] = request.path.split('?')
      upstream.requests.length = 0
      // The recorded length counts the recorded spelling of the JSON, which the file does not keep.
      const { 'content-length': _length, ...answered } = response.headers
      const recorded = { status: response.status, headers: answered, body }
      upstream.always(recorded)
      if (path.endsWith('/enqueue'))
        upstream.on(`GET ${path.slice(0, -'/enqueue'.length)}`, json(READY_JOB))
      else upstream.on(`GET ${path}`, recorded)

      const { 'content-length': _sent, host: _host, ...headers } = lowerCase(request.headers)
      const sent = request.body === null ? null : bytesOf(request.body)
      const answer = await ask(`/api${request.path}`, {
        method: request.method as 'GET',
        headers,
        ...(sent === null ? {} : { body: sent }),
      })
      if (upstream.requests.length === 0) {
        t.ok([400, 415].includes(answer.status), `${id} is refused: ${answer.status}`)
        if (response.status < 400) refused.push(id)
        continue
      }
      const seen = upstream.requests.at(-1)
      t.equal(seen?.path, request.path, id)
      t.equal(seen?.body.toString(), sent ?? (request.method === 'POST' ? '{}' : ''), id)
      t.equal(answer.status, response.status, id)
      t.equal(answer.text, body, id)
      for (const [header, value] of Object.entries(response.headers)) {
        if (!NOT_COMPARED.has(header)) t.equal(answer.headers[header], value, `${id}: ${header}`)
      }
      t.equal(answer.headers['content-length'] ?? '0', String(Buffer.byteLength(body)), id)
      t.equal(answer.headers['server'], response.headers['server'], id)
    }
    t.strictSame(
      refused.sort(),
      Object.keys(REFUSED_BY_DESIGN).sort(),
      'refused although it was taken',
    )
  },
)

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
