import t from 'tap'
import { seedId } from '../../../src/demo/seeds/seed-steps.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

const [READY, ELSEWHERE] = [seedId(43), seedId(51)]
type Ask = Awaited<ReturnType<typeof startDemoApp>>['ask']

async function storedBoxes(ask: Ask, id: string) {
  const page = await ask(`/jobs/${id}/frames/1`, { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  t.match(page.text, /<h1[^>]*>Frame 1 of 32/)
  return /<section class="stored-boxes"[\s\S]*?<\/section>/.exec(page.text)![0]
}

t.test('a frame page says why the stored boxes cannot be started with', async (t) => {
  const { ask } = await startDemoApp(t, standingClock())
  const ready = await storedBoxes(ask, READY)
  t.match(ready, 'Start analysis')
  t.notMatch(ready, 'warn-text">The')
  const elsewhere = await storedBoxes(ask, ELSEWHERE)
  t.notMatch(elsewhere, 'Start analysis')
  t.match(elsewhere, /<p class="warn-text">The stored target is /)
})

t.test('a worker that is away is said beside the boxes', async (t) => {
  const { ask, demo } = await startDemoApp(t, standingClock())
  demo.demoFaults.workerMissing = true
  t.match(
    await storedBoxes(ask, seedId(50)),
    'The analysis worker is not running, so a start would be refused.',
  )
})
