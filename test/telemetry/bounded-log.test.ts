import t from 'tap'
import { BoundedLog } from '../../src/telemetry/bounded-log.ts'

const LINE = `${JSON.stringify({ msg: 'x'.repeat(990) })}\n`

function failure(code: string) {
  return Object.assign(new Error(code), { code })
}

/** A reader that takes `takes` bytes at a time; `code`: what it fails with instead. */
function reader() {
  const state = { text: '', takes: Number.POSITIVE_INFINITY, code: null as string | null }
  const log = new BoundedLog((bytes) => {
    if (state.code !== null) throw failure(state.code)
    const taken = bytes.subarray(0, state.takes)
    state.text += taken
    return taken.length
  })
  return { state, log, lines: () => state.text.split('\n').slice(0, -1) }
}

t.test('a line is written before the next one is made, in as many pieces as it needs', (t) => {
  const { state, log } = reader()
  state.takes = 100
  log.write('first\n')
  t.equal(state.text, 'first\n')
  log.write(LINE)
  t.equal(state.text, `first\n${LINE}`)
  t.equal(log.dropped, 0)
  t.end()
})

t.test('a reader that rests for a while misses nothing', (t) => {
  const { state, log, lines } = reader()
  state.code = 'EAGAIN'
  for (let i = 0; i < 500; i += 1) log.write(`{"i":${i}}\n`)
  state.code = null
  log.end()
  t.strictSame(
    lines().map((line) => JSON.parse(line).i),
    Array.from({ length: 500 }, (_, i) => i),
  )
  t.equal(log.dropped, 0)
  t.end()
})

t.test('what a reader does not take is kept up to a size; the rest is dropped and told', (t) => {
  const { state, log, lines } = reader()
  state.code = 'EAGAIN'
  for (let i = 0; i < 5_000; i += 1) log.write(LINE)
  t.equal(5_000 - log.dropped, Math.floor((256 * 1024) / LINE.length))
  state.code = null
  log.end()
  t.equal(lines().length, 5_000 - log.dropped + 1)
  t.match(JSON.parse(lines().at(-1)!), { msg: 'log lines were dropped', lines: log.dropped })
  t.end()
})

for (const code of ['ENOSPC', 'EPIPE', 'EIO']) {
  t.test(`${code}: lines are dropped and counted, and later ones are written`, (t) => {
    const { state, log, lines } = reader()
    log.write('{"n":1}\n')
    state.code = code
    log.write('{"n":2}\n{"n":3}\n')
    log.write('{"n":4}\n')
    t.equal(log.dropped, 3)
    state.code = null
    log.write('{"n":5}\n')
    t.match(
      lines().map((line) => JSON.parse(line)),
      [{ n: 1 }, { n: 5 }, { msg: 'log lines were dropped', lines: 3 }],
    )
    t.end()
  })
}

t.test('after a disk that filled up within a line the next one stands on its own', (t) => {
  let room = 4
  let text = ''
  const log = new BoundedLog((bytes) => {
    if (room === 0) throw failure('ENOSPC')
    const taken = bytes.subarray(0, room)
    room -= taken.length
    text += taken
    return taken.length
  })
  log.write('{"lost":true}\n')
  room = 1_000
  log.write('{"n":2}\n')
  const [half, next] = text.split('\n')
  t.equal(half, '{"lo')
  t.equal(next, '{"n":2}')
  t.equal(log.dropped, 1)
  t.end()
})
