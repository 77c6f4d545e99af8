import { Kind } from '@sinclair/typebox'
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import t from 'tap'
import { CreateJobBody } from '../../src/contracts/create-job.ts'
import { ACT_ROUTES } from '../../src/routes/actions/actions.ts'

interface Rule {
  errorMessage: string
  holds: (value: Record<string, unknown>) => boolean
  words: Record<string, unknown>
}

const ajv = new Ajv2020.default({ strict: false })

/** Every rule of a contract that says itself in JSON Schema too. */
function rulesIn(schema: unknown, found = new Map<string, Rule>()): Map<string, Rule> {
  if (typeof schema !== 'object' || schema === null) return found
  const rule = schema as Rule & { [Kind]?: string }
  const isRule = rule[Kind] === 'Touchline:Rule'
  if (isRule && Object.keys(rule.words).length > 0) found.set(rule.errorMessage, rule)
  if (!isRule) for (const part of Object.values(schema)) rulesIn(part, found)
  return found
}

/** The names in the words of a rule. */
const namesIn = (words: unknown): string[] => [
  ...new Set(JSON.stringify(words).match(/(?<=")(?!anyOf|oneOf|if|then|required)\w+(?=")/g)),
]

t.test('what a rule says in JSON Schema is what it holds', async (t) => {
  const rules = rulesIn([CreateJobBody, ...ACT_ROUTES.map(({ body }) => body)])
  t.ok(rules.size >= 7, `${rules.size} rules`)
  for (const [message, { holds, words }] of rules) {
    const check = ajv.compile(words)
    const names = namesIn(words)
    t.ok(names.length >= 2, `${message}: ${names}`)
    const bodies = fc
      .subarray(names)
      .map((there) => Object.fromEntries(there.map((name) => [name, 1])))
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(bodies, (body) => {
        seen.add(holds(body))
        return check(body) === holds(body)
      }),
      { numRuns: 500 },
    )
    t.equal(seen.size, 2, `${message} is kept and broken`)
  }
})
