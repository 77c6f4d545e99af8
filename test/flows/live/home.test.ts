import t from 'tap'
import { launchBrowser } from '../../support/browser/browser.ts'
import {
  type RecordedState,
  recordedState,
  startRecordedApp,
} from '../../support/service/recorded-app.ts'

t.test('the home page shows what becomes of its recent jobs, over one stream', async (t) => {
  const states: Record<string, RecordedState> = {
    moving: recordedState('queued'),
    other: recordedState('candidates-ready'),
  }
  const { origin } = await startRecordedApp(t, states)
  const page = await (await launchBrowser(t)).newPage()
  for (const id of ['moving', 'other']) await page.goto(`${origin}/jobs/${id}`)
  const streams: string[] = []
  page.on('request', (request) => {
    if (/\/recent-jobs/.test(request.url())) streams.push(request.url())
  })
  await page.goto(`${origin}/`)
  const entry = page.getByRole('listitem').filter({ hasText: 'moving' })
  await entry.getByText('Queued', { exact: true }).waitFor()

  states['moving'] = recordedState('running')
  await entry.getByText('Running', { exact: true }).waitFor()
  t.equal(await entry.getByRole('progressbar').getAttribute('value'), '47')
  states['moving'] = recordedState('failed')
  await entry.getByText('Failed', { exact: true }).waitFor()
  t.equal(streams.length, 1, streams.join('\n'))
})
