import { readFileSync } from 'node:fs'
import t from 'tap'
import { readableName } from '../../../src/domain/text/readable-name.ts'
import { explainCode, explainCodes } from '../../../src/domain/words/warnings.ts'
import { errorAdvice } from '../../../src/errors/advice.ts'
import { stageWords } from '../../../src/view-models/job/stages.ts'
import { recordings } from '../../support/service/recordings.ts'

const CODES = JSON.parse(
  readFileSync(new URL('../../data/codes.json', import.meta.url), 'utf8'),
) as Record<'errors' | 'warnings' | 'no_warnings' | 'steps' | 'statuses', string[]> & {
  other: Record<string, string[]>
}

t.test('every error code of the service has words and a next step of its own', async (t) => {
  const unknown = errorAdvice(null, 400, 'change')
  for (const code of CODES.errors) {
    const advice = errorAdvice(code, 400, 'change')
    t.not(advice.title, unknown.title, code)
    t.match(advice.title, /\w.*\.$/, code)
    t.match(advice.whatToDo, /\w.*\.$/, code)
  }
})

t.test('every warning, failure reason and reason code has an explanation', async (t) => {
  for (const code of CODES.warnings) {
    const { title, meaning, whatToDo } = explainCode(code)
    t.not(title, readableName(code), code)
    t.notMatch(meaning, /no explanation/, code)
    t.match(whatToDo, /\w.*\.$/, code)
  }
})

t.test('a code that is none is no warning', async (t) => {
  t.same(explainCodes(CODES.no_warnings), [])
})

t.test('every step has words that are not its code', async (t) => {
  for (const step of CODES.steps) {
    t.ok(stageWords(step).length > 3, step)
    t.notMatch(stageWords(step), /_/, step)
  }
  t.not(stageWords('WAITING_FOR_TARGET_CONFIRMATION'), 'Waiting for target confirmation')
})

t.test('a code that nobody knows is shown as it is', async (t) => {
  t.match(explainCode('SOME_NEW_CODE'), { code: 'SOME_NEW_CODE', title: 'Some new code' })
  t.equal(stageWords('COUNTING_PASSES'), 'Counting passes')
})

t.test('every code of the recorded answers stands in the list', async (t) => {
  const listed = new Set([
    ...CODES.errors,
    ...CODES.warnings,
    ...CODES.no_warnings,
    ...CODES.steps,
    ...CODES.statuses,
    ...Object.values(CODES.other).flat(),
  ])
  const found = new Set<string>()
  for (const { response } of recordings()) collect(response.body, '', found)
  t.ok(found.size > 60)
  for (const code of found) t.ok(listed.has(code), code)
})

/** Words of capitals that are no free text of a person. */
function collect(value: unknown, key: string, found: Set<string>) {
  if (typeof value === 'string') {
    const isCode = /^[A-Z][A-Z0-9_]{2,}$/.test(value) && !['category', 'provider'].includes(key)
    if (isCode) found.add(value)
  } else if (Array.isArray(value)) {
    for (const entry of value) collect(entry, key, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, entry] of Object.entries(value)) collect(entry, name, found)
  }
}
