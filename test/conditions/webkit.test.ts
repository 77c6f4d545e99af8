import t from 'tap'
import { HOST } from '../support/browser/host-name.ts'
import { launchWebKit } from '../support/browser/webkit.ts'
import { WEBKIT, withoutPart } from '../support/parts/parts.ts'
import { startInRealTime } from '../support/process/real-time.ts'
import { WALK_MS, wholeJobWithBack } from '../support/service/whole-job.ts'

t.setTimeout(WALK_MS)

t.test('the whole job in WebKit, under a host name', { skip: withoutPart(WEBKIT) }, async (t) => {
  const touchline = await startInRealTime(t)
  const person = await launchWebKit(t, touchline.port)
  await wholeJobWithBack(t, touchline, person, `http://${HOST}/`)
})
