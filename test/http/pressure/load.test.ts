import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
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
