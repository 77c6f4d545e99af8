import type { buildDemoUpstream } from '../../../src/demo/upstream.ts'

type Turn = 'as they are' | 'turned' | 'gone'

/**
 * Tells what becomes of two tracks of the demo's jobs, where a tracker mixes them up. `turned`: each has the other's
 * number, on every frame and in the proposals. `gone`: the first is on no frame and no proposal.
 */
export function turnTracks(
  demo: Pick<ReturnType<typeof buildDemoUpstream>, 'addHook'>,
  [one, other]: readonly [number, number],
) {
  const state: { now: Turn } = { now: 'as they are' }
  // The service's own tag of an answer does not tell them apart.
  demo.addHook('onRequest', async ({ headers }) => {
    delete headers['if-none-match']
  })
  demo.addHook('onSend', async ({ method }, _reply, payload) => {
    const isJson = typeof payload === 'string' && payload.startsWith('{')
    if (method !== 'GET' || state.now === 'as they are' || !isJson) return payload
    return JSON.stringify(JSON.parse(payload, (_key, value) => changed(value)))
  })
  const changed = (value: unknown) => {
    if (!Array.isArray(value)) return value
    if (state.now === 'gone') return value.filter((item) => numberOf(item) !== one)
    return value.map((item) => {
      const number = numberOf(item)
      if (number !== one && number !== other) return item
      const turned = number === one ? other : one
      return 'trackId' in item ? { ...item, trackId: turned } : { ...item, track_id: turned }
    })
  }
  return state
}

/** The number of a track or a proposal, which both have a tier; else null. */
function numberOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('tier' in value)) return null
  return 'trackId' in value ? value.trackId : 'track_id' in value ? value.track_id : null
}
