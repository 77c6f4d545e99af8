import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { MUTANTS } from './mutants/list.ts'
import { testFile, withFault } from './mutants/mutant.ts'
import { ROOT } from './support/process/start-command.ts'

t.test('every fault of the list still has its place in the code, once', async (t) => {
  t.ok(MUTANTS.length > 100, `${MUTANTS.length} faults`)
  for (const mutant of MUTANTS) {
    const path = join(ROOT, mutant.file)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const changed = withFault(text, mutant)
    t.ok(changed !== null && changed !== text, `${mutant.file}: ${mutant.promise}`)
  }
})

t.test('every fault names tests that exist', async (t) => {
  for (const { promise, tests } of MUTANTS) {
    for (const name of tests) t.ok(existsSync(join(ROOT, testFile(name))), `${promise}: ${name}`)
  }
})
