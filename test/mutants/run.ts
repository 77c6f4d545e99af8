import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyTree } from './copy.ts'
import { MUTANTS } from './list.ts'
import { type Mutant, testFile, withFault } from './mutant.ts'
import { runTest, type TestRun } from './run-test.ts'

/**
 * `npm run mutants`: puts each fault of the list into a copy of the tree, one at a time, and runs the tests
 * that must notice it. `-- PATTERN`: only those with it in file, promise or tests. Ends with 1 where a
 * fault survives, where its place is not found, or where a test fails without any.
 */

/** The whole run, milliseconds: what is not tried by then counts as not caught. */
const LONGEST_MS = 90 * 60_000
/** A test file may take so long, seconds, as `.taprc` says it. */
const LONGEST_SEC = 300
/** A fault may make a test hang: then it has this long, seconds, or so many times what it takes without. */
const LEAST_SEC = 30
const TIMES = 4

const pattern = new RegExp(process.argv.slice(2).join(' '), 'i')
const wanted = MUTANTS.filter(({ file, promise, tests }) =>
  pattern.test([file, promise, ...tests].join('\n')),
)
const { folder, remove } = copyTree()
process.once('exit', remove)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const endsAt = performance.now() + LONGEST_MS
/** How each test file ends without a fault: one that fails by itself notices nothing. */
const untouched = new Map<string, TestRun>()
let caught = 0

for (const [index, mutant] of wanted.entries()) {
  const start = performance.now()
  const outcome = start > endsAt ? 'NOT TRIED' : await outcomeOf(mutant)
  if (outcome.startsWith('caught')) caught += 1
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(`${index + 1}/${wanted.length} ${outcome} (${seconds} s): ${mutant.promise}`)
  if (!outcome.startsWith('caught')) console.log(`    ${mutant.file}; ${mutant.tests.join(', ')}`)
}

console.log(`${caught} of ${wanted.length} caught, ${wanted.length - caught} not.`)
process.exit(wanted.length > 0 && caught === wanted.length ? 0 : 1)

async function outcomeOf(mutant: Mutant): Promise<string> {
  const path = join(folder, mutant.file)
  const text = readFileSync(path, 'utf8')
  const changed = withFault(text, mutant)
  if (changed === null) return 'PLACE NOT FOUND'
  let hangs = ''
  for (const name of mutant.tests) {
    const file = testFile(name)
    const before = untouched.get(file) ?? (await runTest(folder, file, LONGEST_SEC))
    untouched.set(file, before)
    if (before.verdict !== 'green') return `${before.verdict.toUpperCase()} WITHOUT THE FAULT`
    const limit = Math.min(LONGEST_SEC, Math.max(LEAST_SEC, Math.ceil(before.seconds * TIMES)))
    writeFileSync(path, changed)
    const { verdict } = await runTest(folder, file, limit)
    writeFileSync(path, text)
    if (verdict === 'green') return 'SURVIVED'
    if (verdict === 'broken') return 'BROKEN'
    if (verdict === 'hangs') hangs = ', a test hangs'
  }
  return `caught${hangs}`
}
