import { Kind } from '@sinclair/typebox'
import type { JsonSchema } from './types.ts'

/** Text without control characters, because the service cannot store them (src/contracts/text.ts). */
const PLAIN = '^\\P{Cc}*$'

/**
 * Turns a TypeBox contract into JSON Schema. Kinds that only TypeBox knows are translated: a rule becomes a sentence
 * of the description, and a condition as far as JSON Schema allows. A text gets a pattern without control characters.
 */
export function fromContract(contract: unknown): JsonSchema {
  return plain(contract) as JsonSchema
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const schema = value as Record<string | symbol, unknown>
  if (schema[Kind] === 'Intersect') return withRules(schema)
  if (schema[Kind] === 'Touchline:Text') return textOf(schema)
  const { errorMessage, ...words } = schema
  const plainWords = Object.fromEntries(
    Object.entries(words)
      .filter(([, word]) => typeof word !== 'function')
      .map(([name, word]) => [name, plain(word)]),
  )
  const says = typeof errorMessage === 'string' && errorMessage !== ''
  return says && words['description'] === undefined
    ? { ...plainWords, description: sentence(errorMessage) }
    : plainWords
}

/** The only shape of an intersection, with its rules added. */
function withRules({ allOf }: Record<string, unknown>): JsonSchema {
  const parts = allOf as Record<string | symbol, unknown>[]
  const isRule = (part: Record<string | symbol, unknown>) => part[Kind] === 'Touchline:Rule'
  const [shape = {}] = parts.filter((part) => !isRule(part)).map(plain) as JsonSchema[]
  const rules = parts.filter(isRule)
  const inWords = rules
    .map(({ words }) => words as object)
    .filter((words) => Object.keys(words).length > 0)
  const description = rules.map(({ errorMessage }) => sentence(String(errorMessage))).join(' ')
  return { ...shape, description, ...(inWords.length === 0 ? {} : { allOf: inWords }) }
}

function textOf({ maxLength, pattern, description, errorMessage }: Record<string, unknown>) {
  const said = description ?? errorMessage
  return {
    type: 'string',
    ...(said ? { description: sentence(String(said)) } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
    pattern: PLAIN,
    ...(pattern === undefined ? {} : { allOf: [{ pattern }] }),
  }
}

/** `must hold a time` -> `Must hold a time.` A name at the start, such as `x + w`, gets no capital letter. */
function sentence(words: string): string {
  const first = words.startsWith('must ') ? 'M' : words.charAt(0)
  return `${first}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}
