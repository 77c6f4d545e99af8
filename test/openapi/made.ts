import fc from 'fast-check'
import type { JsonSchema } from '../../src/openapi/types.ts'

/** Texts that a pattern of the contracts may take. */
const TEXTS = [
  'https://videos.example.test/match.mp4',
  'jobs/00000000-0000-4000-8000-000000000005/frames/frame_0001.jpg',
  'Striker',
  'Zoë 🥅',
  '7',
  '07',
  ' ',
  '',
  '0',
]

/** Values of a schema, as far as words about one value alone go: what stands beside them is for the judge. */
export function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const {
    anyOf,
    enum: among,
    type,
  } = schema as {
    anyOf?: JsonSchema[]
    enum?: unknown[]
    type?: string
  }
  if (among) return fc.constantFrom(...among)
  if (anyOf && type === undefined) return fc.oneof(...anyOf.map(valuesOf))
  if (type === 'object') return objectsOf(schema)
  if (type === 'array') return listsOf(schema)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer') return fc.integer(limitsOf(schema))
  if (type === 'number') return numbersOf(schema)
  if (type === 'string') return fc.constantFrom(...TEXTS)
  return fc.constantFrom(null, 1, 'text', {}, [])
}

const limitsOf = ({ minimum, maximum }: JsonSchema) => ({
  min: Math.max(Number(minimum ?? 0), -9),
  max: Math.min(Number(maximum ?? 99), 99),
})

/** Of a fraction mostly small ones: a box of two large ones ends outside its frame. */
function numbersOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): fc.Arbitrary<number> {
  const low = exclusiveMinimum === undefined ? Number(minimum ?? 0) : 0.01
  const high = Number(maximum ?? 5_000)
  const inside = fc.double({ min: low, max: low + (high - low) / 2, noNaN: true })
  return fc.oneof({ weight: 6, arbitrary: inside }, fc.constantFrom(low, high))
}

function listsOf({ items, minItems, maxItems }: JsonSchema): fc.Arbitrary<unknown> {
  return fc.array(valuesOf((items ?? {}) as JsonSchema), {
    minLength: Number(minItems ?? 0),
    maxLength: Number(maxItems ?? 3),
  })
}

function objectsOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const values = Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, schema]): [string, fc.Arbitrary<unknown>] => [name, valuesOf(schema)],
  )
  return fc.record(Object.fromEntries(values), { requiredKeys: [...(required as string[])] })
}

const STRANGE = [null, true, -1, 1e300, 0.5, '0.5', '', 'x\u0000', [], {}, [null], { x: -0.1 }]

/** The same body with one thing in it that is likely wrong: a key less, or another value. */
export function spoiled(body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(body, fc.nat(), fc.constantFrom<unknown>(undefined, ...STRANGE), fc.boolean())
    .map(([value, at, strange, whole]) =>
      whole && at % 8 === 0 ? (strange ?? []) : changedAt(value, at, strange),
    )
}

/** Changes the value at one of the places within `value`; undefined takes the key out. */
function changedAt(value: unknown, at: number, to: unknown): unknown {
  if (typeof value !== 'object' || value === null) return to
  const copy = structuredClone(value) as Record<string, unknown>
  const keys = Object.keys(copy)
  const key = keys[at % keys.length]
  if (key === undefined) return to ?? {}
  const goesIn = Math.floor(at / keys.length) % 2 === 1 && typeof copy[key] === 'object'
  if (goesIn) copy[key] = changedAt(copy[key], at >> 3, to)
  else if (to === undefined && !Array.isArray(copy)) delete copy[key]
  else copy[key] = to ?? null
  return copy
}
