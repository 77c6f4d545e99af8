import { request } from 'undici'
import { startFaultyUpstream } from './faulty-upstream.ts'
import { type Figure, figure } from './figure.ts'
import { seeded } from './random.ts'
import { startTouchline } from './touchline-process.ts'

const POSTS = 2_000
const AT_A_TIME = 16
/** One job alone would be held back by the breaker most of the time. */
const JOBS = 100
const FAULTS = ['reset before', 'reset after', 'cut body', 'garbage'] as const

/** Changes of an upstream that breaks every third connection, before or after it has made the change. */
export async function resetsFigure(): Promise<Figure> {
  const random = seeded(2)
  const pick = () => FAULTS[Math.floor(random() * FAULTS.length)]!
  const upstream = await startFaultyUpstream(() => (random() < 0.33 ? pick() : null))
  const touchline = await startTouchline({ API_BASE_URL: upstream.url })
  const statuses: Record<number, number> = {}
  let sent = 0
  let twice = 0
  let lost = 0
  let untold = 0
  const worker = async () => {
    while (sent < POSTS) {
      const job = `j${sent % JOBS}`
      const id = `change-${sent++}`
      const { statusCode, body } = await request(
        `${touchline.origin}/api/jobs/${job}/pick-player`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ frame_key: 'k', track_id: 1, id }),
        },
      )
      const text = await body.text()
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
      const times = upstream.applied.get(id) ?? 0
      if (times > 1) twice += 1
      if (statusCode === 200 && times !== 1) lost += 1
      if (statusCode !== 200 && times === 1 && !text.includes('may have been made')) untold += 1
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  const asked = upstream.state.requests
  await touchline.stop()
  upstream.close()
  return figure(
    `${POSTS} changes with connections broken at random points`,
    'upstream count <= client count, none twice, none lost, no doubt untold',
    `${asked} sent for ${POSTS} asked; ${twice} twice, ${lost} lost, ${untold} untold; answers ${JSON.stringify(statuses)}`,
    asked <= POSTS && twice === 0 && lost === 0 && untold === 0 && !(500 in statuses),
  )
}
