import t from 'tap'
import { startDemoProcess } from '../support/demo-process.ts'
import { WEBKIT, withoutPart } from '../support/parts/parts.ts'
import { launchWebKit } from '../support/webkit.ts'
import { WALK_MS, wholeJobWithBack } from '../support/whole-job.ts'

t.setTimeout(WALK_MS)

t.test('the whole job in WebKit, under a host name', { skip: withoutPart(WEBKIT) }, async (t) => {
  const touchline = await startDemoProcess(t)
  const person = await launchWebKit(t, touchline.port)
  await wholeJobWithBack(t, touchline, person, 'http://touchline.intranet/')
})
