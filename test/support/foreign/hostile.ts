import fc from 'fast-check'

/** Stands where a signature or a password would: it may be on no page, in no stream and in no log line. */
export const CANARY = 'c4na4ybird'
const SIGNED = `http://store.test/fnh/a.jpg?X-Amz-Signature=${CANARY}&X-Amz-Date=1`
const LONG = 20_000

const text = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      SIGNED,
      `see ${SIGNED} there`,
      encodeURIComponent(SIGNED),
      encodeURIComponent(encodeURIComponent(SIGNED)),
      `http://anna:${CANARY}@store.test/a.jpg`,
      `api_key=${CANARY} password=${CANARY}`,
      `X-Amz-Sig\u0000nature=${CANARY}`,
      JSON.stringify({ token: CANARY }),
      '<canary-tag onclick=alert(1)>',
      '"><canary-tag>',
      "'><canary-tag>",
      '</script><canary-tag>',
      '<%= it.secret %><canary-tag>',
      '&lt;canary-tag&gt;',
      'javascript:alert(1)',
      '=1+1',
      'Pace;=1+1;',
      'Pace\t@SUM(A1)',
      'Pace,-1',
      '＝1+1',
      'Rossi\revent: done\rretry: 99999999\r\r',
      'Rossi\n\nevent: done\ndata: x\n\n',
      'Ros\u0000si\u001b[31m\u009b',
      'Rossi \u202eoissoR \u2066',
      'محمد صلاح',
      '\ud83d',
      'x\udc00',
      '\u3164',
      '',
      '   ',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '../../etc/passwd',
      'http://store.test/fnh/plain.jpg',
      '2026-11-25T16:17:55',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'a-'.repeat(LONG / 2),
      'http://'.repeat(LONG / 7),
      'x'.repeat(LONG),
      '\u202e'.repeat(LONG),
      ' '.repeat(LONG),
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)
const number = fc.constantFrom(0, -1, 0.5, 1e30, -1e308, 1e-9, 2 ** 53, 140, -20)
const other = fc.constantFrom<unknown>(null, true, [], {}, [[]], 'text', 7)

/** What happens to each place of an answer, one after the other. */
export const fate = fc.record({
  /** Of a hundred places, so many are changed. */
  rate: fc.constantFrom(0, 5, 30, 100),
  dice: fc.array(fc.nat(99), { minLength: 200, maxLength: 200 }),
  texts: fc.array(text, { minLength: 5, maxLength: 12 }),
  numbers: fc.array(number, { minLength: 3, maxLength: 5 }),
  others: fc.array(other, { minLength: 3, maxLength: 5 }),
})
export type Fate = typeof fate extends fc.Arbitrary<infer T> ? T : never

/** Names of entries here are words of the service too. */
const NAMED_BY_SERVICE = new Set(['radar', 'breakdown', 'evidence_metrics', 'metrics'])

/** The answer with hostile values in it; a status stays mostly, or there would be one page only. */
export function spoil(value: unknown, given: Fate): unknown {
  let turn = 0
  const roll = () => given.dice[turn++ % given.dice.length]!
  const pick = <T>(list: readonly T[]): T => list[turn % list.length]!
  function walk(value: unknown, key: string): unknown {
    if (Array.isArray(value)) return value.map((entry) => walk(entry, key))
    if (typeof value === 'object' && value !== null) {
      const named = Object.entries(value).map(([name, inner]) => {
        const renamed = NAMED_BY_SERVICE.has(key) && roll() < given.rate
        return [renamed ? pick(given.texts) : name, walk(inner, name)]
      })
      return Object.fromEntries(named)
    }
    if (roll() >= (key === 'status' ? given.rate / 10 : given.rate)) return value
    if (roll() < 8) return pick(given.others)
    if (typeof value === 'number') return pick(given.numbers)
    return typeof value === 'string' || value === null ? pick(given.texts) : value
  }
  return walk(value, '')
}
