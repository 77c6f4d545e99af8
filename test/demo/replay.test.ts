import t from 'tap'
import { type Recording, recordings } from '../support/service/recordings.ts'
import { attemptIn, demoFor, essence, send, withFaults } from './replay.ts'
import { NOT_REPLAYED, preparationOf, storyOf, zeroTimeStep } from './replay-plan.ts'

const SPOKEN = /^(67ab429|d650813)/
const all = recordings().filter((one) => SPOKEN.test(one.upstream_revision))
const replayed = all.filter(({ name }) => !NOT_REPLAYED.some(([pattern]) => pattern.test(name)))

t.test('more than 95 % of the recorded exchanges are replayed', async (t) => {
  t.ok(replayed.length / recordings().length > 0.95, `${replayed.length} of ${recordings().length}`)
})

for (const recording of replayed.filter(({ name }) => storyOf(name) === null)) {
  t.test(`${recording.upstream_revision} ${recording.name} is answered as recorded`, async (t) => {
    const app = demoFor(recording.upstream_revision)
    t.teardown(() => app.close())
    const { requests, faults, renewsAttempt } = preparationOf(recording.name)
    const early = 'brokerDown' in faults ? faults : {}
    withFaults(app, early)
    let attempt: string | null = null
    for (const request of requests) attempt = attemptIn(await send(app, request))
    withFaults(app, faults)
    const answer = await send(app, recording.request, renewsAttempt ? attempt : null)
    t.strictSame(essence(answer), recorded(recording))
  })
}

const stories = Map.groupBy(
  replayed.filter(({ name }) => storyOf(name) !== null),
  ({ name }) => storyOf(name)!.story,
)
for (const [story, kept] of stories) {
  t.test(`${story} goes as recorded, step by step`, async (t) => {
    const steps = withMissingSteps(story, kept)
    const app = demoFor(steps[0]!.upstream_revision)
    t.teardown(() => app.close())
    let attempt: string | null = null
    for (const recording of steps) {
      const answer = await send(app, recording.request, attempt)
      t.strictSame(essence(answer), recorded(recording), recording.name)
      attempt = attemptIn(answer) ?? attempt
    }
  })
}

function recorded({ response }: Recording) {
  const isImage = (response.body as { _binary?: boolean } | null)?._binary === true
  return essence({ ...response, body: isImage ? null : response.body })
}

function withMissingSteps(story: string, kept: Recording[]): Recording[] {
  const stepOf = (recording: Recording) => storyOf(recording.name)!.step
  const normal = stories.get(story.replace('zero-time', 'normal')) ?? []
  const missing = story.includes('zero-time')
    ? normal.filter(
        (one) => [3, 4].includes(stepOf(one)) && !kept.some((k) => stepOf(k) === stepOf(one)),
      )
    : []
  return [...kept, ...missing.map((one) => zeroTimeStep(one, story))].sort(
    (a, b) => stepOf(a) - stepOf(b),
  )
}
