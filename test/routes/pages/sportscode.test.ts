import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { RESULT_JOBS } from '../../support/service/result-jobs.ts'
import { recordedResult, recordedResults } from '../../support/service/stored-jobs.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// The timelines, judged and read by libxml2.

const schema = readFileSync(join(import.meta.dirname, '../../support/sportscode.xsd'), 'utf8')
const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema))
t.teardown(() => validator.dispose())

const rich = recordedResult('get-job-view-full--completed-legacy-rich--200')
const clip = (startSec: unknown, endSec: unknown, label: unknown = 'Clip') => ({
  label,
  startSec,
  endSec,
})
const withClips = (...clips: object[]) => ({ ...rich, assets: { clips } })
const called = (player_name: unknown) => ({
  ...rich,
  target: { player: { player_name, team_name: player_name, shirt_number: 9 } },
})
const ODD: Record<string, Record<string, unknown>> = {
  backwards: withClips(clip(9, 3)),
  'before the match': withClips(clip(-4, 3), clip(-9, -4)),
  'no numbers': withClips(clip('1', null), clip(null, null), clip(1e-9, 2e-7), clip(1e21, 1e22)),
  'no words': withClips(clip(1, 2, ''), clip(1, 2, null), clip(1, 2, '\u0001'), clip(1, 2, {})),
  'no name': called(''),
  'no letters': called('\u0000\u0001\ufffe'),
  'half a letter': called('\ud800x'),
  marks: called(']]><code>&amp;</code><!--'),
  blank: called(' \n '),
}

async function start(t: Test, jobs: Map<string, object>) {
  const upstream = await startUpstream(t)
  for (const [id, data] of jobs) {
    const body = json({ ok: true, data: { ...data, job_id: id } })
    upstream.on(`GET /jobs/${id}`, body)
    upstream.on(`GET /jobs/${id}?view=full`, body)
  }
  return startApp(t, { API_BASE_URL: upstream.url })
}

/** Throws what libxml2 has against the file. */
function read(text: string) {
  using document = XmlDocument.fromString(text)
  validator.validate(document)
  const said = (path: string) => document.find(path).map((node) => node.content)
  const instances = document.find('/file/ALL_INSTANCES/instance')
  for (const instance of instances) {
    const [start, end] = ['start', 'end'].map((name) => Number(instance.get(name)?.content))
    if (!(start! < end!)) throw new Error(`An instance from ${start} to ${end}`)
  }
  return {
    times: said('/file/ALL_INSTANCES/instance[label/group="Clip"]/*[self::start or self::end]'),
    rows: said('/file/ROWS/row/code'),
  }
}

t.test('every timeline is what readers of the format take, whatever the job holds', async (t) => {
  const all = new Map<string, [name: string, data: Record<string, unknown>]>(
    [...recordedResults(), ...Object.entries(RESULT_JOBS), ...Object.entries(ODD)].map(
      ([name, data], i) => [`j${i}`, [name, data]],
    ),
  )
  const { ask } = await start(t, new Map([...all].map(([id, [, data]]) => [id, data])))
  let files = 0
  for (const [id, [name, data]] of all) {
    const { status, text } = await ask(`/jobs/${id}/result.xml`)
    if (status !== 200) {
      t.equal(status, 404, name)
      continue
    }
    files += 1
    t.doesNotThrow(() => read(text), name)
    const both = await ask(`/compare.xml?job=${id}&job=j0`)
    if (both.status === 200) t.doesNotThrow(() => read(both.text), `${name}, compared`)
    if (!(name in ODD)) {
      const clips = (data as typeof rich)['assets'] as { clips?: Record<string, number>[] } | null
      const times = (clips?.clips ?? []).flatMap(({ startSec, endSec }) => [startSec, endSec])
      t.same(read(text).times.map(Number).sort(), times.sort(), `${name}: the very times`)
    }
  }
  t.ok(files >= 15, `${files} files`)
})

t.test('two players of one name have a row each', async (t) => {
  const { ask } = await start(
    t,
    new Map([
      ['one', rich],
      ['two', rich],
    ]),
  )
  const { status, text } = await ask('/compare.xml?job=one&job=two')
  t.equal(status, 200)
  t.equal(read(text).rows.length, 2)
})
