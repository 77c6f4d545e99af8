import t from 'tap'
import { digestOf, isBusy, isDone, readLiveState } from '../../src/domain/job/live-state.ts'
import { cutSignatures } from '../../src/domain/redaction/redact.ts'
import { readableName } from '../../src/domain/text/readable-name.ts'
import { asRecord } from '../../src/domain/text/reading.ts'
import { secondsOf } from '../../src/domain/text/time-text.ts'
import { recordings } from '../support/service/recordings.ts'

t.test('a time is read as people type it', async (t) => {
  const cases: [string, number | null][] = [
    ['75', 75],
    ['75.5', 75.5],
    ['75,5', 75.5],
    ['1:15', 75],
    ['01:15.5', 75.5],
    ['1:02:03', 3723],
    ['', null],
    ['a', null],
    ['1:', null],
    ['-1', null],
    ['1e3', null],
  ]
  for (const [text, seconds] of cases) t.equal(secondsOf(text), seconds, JSON.stringify(text))
})

t.test('no signature stays in a text, and the rest of it does', async (t) => {
  t.equal(
    cutSignatures('see http://s/a.jpg?X-Amz-Signature=abc and "https://t/b?x=1"'),
    'see http://s/a.jpg?… and "https://t/b?…"',
  )
  t.equal(cutSignatures('{"url":"http://s/a?sig=1"}'), '{"url":"http://s/a?…"}')
  t.equal(cutSignatures('no address? none'), 'no address? none')
})

t.test('the cheap status and the whole job tell watchers the same', async (t) => {
  const data = (name: string) =>
    asRecord(recordings().find((one) => one.name === name)?.response.body)['data']
  for (const state of ['created', 'queued', 'failed', 'low-coverage', 'reselect-player']) {
    const status = readLiveState(data(`get-status--${state}--200`))
    t.equal(digestOf(status), digestOf(readLiveState(data(`get-job--${state}--200`))), state)
  }
})

t.test('a digest changes with anything that watchers are told', async (t) => {
  const base = { status: 'RUNNING', progress: { pct: 1 }, warnings: [], updated_at: 'a' }
  const digests = [
    base,
    { ...base, progress: { pct: 2 } },
    { ...base, warnings: ['W'] },
    { ...base, updated_at: 'b' },
    { ...base, status: 'FAILED' },
  ].map((one) => digestOf(readLiveState(one)))
  t.equal(new Set(digests).size, digests.length)
})

t.test('a job is busy, at rest, or done', async (t) => {
  const state = (status: string) => readLiveState({ status })
  t.same([isBusy(state('RUNNING')), isDone(state('RUNNING'))], [true, false])
  t.same([isBusy(state('WAITING_FOR_PLAYER')), isDone(state('WAITING_FOR_PLAYER'))], [false, false])
  t.same([isBusy(state('PARTIAL')), isDone(state('PARTIAL'))], [false, true])
})

t.test('a name in any script is made readable, its marks included', async (t) => {
  for (const [name, words] of [
    ['TRACKING_TIMEOUT', 'Tracking timeout'],
    ['avg_speed_kmh', 'Avg speed kmh'],
    ['stabilityScore', 'Stability score'],
    ['a.b', 'A b'],
    ['velocita\u0300_media', 'Velocità media'],
    ['velocitàMedia', 'Velocità media'],
    ['e\u0301lan_vital', 'Élan vital'],
    ['गति_स्कोर', 'गति स्कोर'],
    ['می\u200cدود_سریع', 'می\u200cدود سریع'],
    ["dell'altezza", "Dell'altezza"],
    ['\u{10428}_x', '\u{10400} x'],
    ['constructor', 'Constructor'],
    ['__', 'Unnamed'],
    ['', 'Unnamed'],
  ] as const) {
    t.equal(readableName(name), words)
  }
})
