import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import t from 'tap'
import { LoadMeasure } from '../../../src/http/pressure/load.ts'
import { ROOT } from '../../support/process/start-command.ts'

const MEASURE = join(ROOT, 'src/http/pressure/load.ts')

/** Opens files until there is none left, then measures. */
const WITHOUT_FILES = `
  import { openSync } from 'node:fs'
  import { LoadMeasure } from ${JSON.stringify(MEASURE)}
  const measure = new LoadMeasure()
  const before = measure.take()
  let code
  while (code === undefined) {
    try { openSync('/dev/null') } catch (error) { code = error.code }
  }
  const after = measure.take()
  process.stdout.write(JSON.stringify({ code, before, after }))
`

t.test('the load is measured where no file can be opened', async (t) => {
  const { stdout, stderr, status } = spawnSync(
    'prlimit',
    ['--nofile=64:64', process.execPath, '--input-type=module', '--eval', WITHOUT_FILES],
    { encoding: 'utf8' },
  )
  t.equal(status, 0, stderr)
  const { code, before, after } = JSON.parse(stdout)
  t.equal(code, 'EMFILE')
  t.ok(before.resident > 10_000_000)
  t.equal(after.resident, before.resident, 'what it last was')
  t.ok(after.heapUsed > 1_000_000)
  t.equal(after.isTooMuch, false)
})

t.test('a moment without any measure is no load', async (t) => {
  const measure = new LoadMeasure()
  t.teardown(() => measure.end())
  measure.take()
  t.match(measure.take(), { delayMs: 0, isTooMuch: false })
})

t.test('whoever was stopped once turns nobody away, and whoever stays late does', async (t) => {
  const measure = new LoadMeasure()
  t.teardown(() => measure.end())
  async function afterBlock() {
    // A look begins the measure anew, and that takes the turn of a timer.
    await pause(11)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000)
    // The timers that are due, among them the one that measures, and then we.
    await pause(1)
    await setImmediate()
    return measure.take()
  }
  const first = await afterBlock()
  t.ok(first.delayMs > 1_000, `${first.delayMs} ms late`)
  t.equal(first.isTooMuch, false)
  t.equal((await afterBlock()).isTooMuch, true)
  measure.take()
  t.equal((await afterBlock()).isTooMuch, false, 'a look between was not late')
})
