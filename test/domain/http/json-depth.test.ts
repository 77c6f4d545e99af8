import fc from 'fast-check'
import t from 'tap'
import { isDeeperThan } from '../../../src/domain/http/json-depth.ts'

/** How deep a parsed value nests, by walking it. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

t.test('the depth is that of the parsed value, whatever stands in its strings', async (t) => {
  const hostile = fc.stringMatching(/^[[\]{}"\\,:é ]*$/)
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'large', withCrossShrink: true },
      hostile,
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(hostile, tie('value'), { maxKeys: 3 }),
    ),
  }))
  const holds = () =>
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (value, indent) => {
        const bytes = Buffer.from(JSON.stringify(value, null, indent))
        const depth = depthOf(value)
        return !isDeeperThan(depth, bytes) && (depth === 0 || isDeeperThan(depth - 1, bytes))
      }),
      { numRuns: 2_000 },
    )
  t.doesNotThrow(holds)
})

t.test('brackets in strings do not count, and those after an escaped quote do', async (t) => {
  for (const [text, depth] of [
    ['{"a":"\\"[[[[["}', 1],
    ['{"a":"\\\\","b":[[[1]]]}', 4],
    ['{"\\"":[[]]}', 3],
    ['"[[[["', 0],
    ['[[],[],[[]]]', 3],
    // No JSON: what is not closed still counts.
    ['[[[[', 4],
    ['{"a":"[[[', 1],
    ['', 0],
  ] as const) {
    t.notOk(isDeeperThan(depth, Buffer.from(text)), text)
    if (depth > 0) t.ok(isDeeperThan(depth - 1, Buffer.from(text)), text)
  }
})
