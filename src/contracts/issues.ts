import type { TSchema } from '@sinclair/typebox'
import { TypeCompiler, type ValueError, ValueErrorType } from '@sinclair/typebox/compiler'

/** One thing that is wrong with a value: its place (JSON path, `$` is the whole value) and what it must be. */
export interface Issue {
  path: string
  message: string
}

/** A body may hold a million issues. These limits say how many are named, and how many are looked at. */
const MOST_NAMED = 50
const MOST_LOOKED_AT = 2_000
const MORE: Issue = { path: '$', message: 'has more faults than these' }

/** Compiled contracts. A route and the forms for its body use the same one. */
const COMPILED = new WeakMap<TSchema, (value: unknown) => Issue[]>()

/**
 * Compiles a contract once into a function that lists every issue of a value, in the value's own order. An empty list
 * means that the value is valid. Of very many issues only the first are named. The value is never changed.
 */
export function compileIssues(schema: TSchema): (value: unknown) => Issue[] {
  const known = COMPILED.get(schema)
  if (known !== undefined) return known
  const compiled = TypeCompiler.Compile(schema)
  const issuesOf = (value: unknown) =>
    compiled.Check(value) ? [] : distinct(compiled.Errors(value))
  COMPILED.set(schema, issuesOf)
  return issuesOf
}

/** The iterator makes errors only on demand, so those after the limit cost nothing. */
function distinct(errors: Iterable<ValueError>): Issue[] {
  const absent = new Set<string>()
  const issues = new Map<string, Issue>()
  let lookedAt = 0
  for (const error of errors) {
    lookedAt += 1
    if (issues.size >= MOST_NAMED || lookedAt > MOST_LOOKED_AT) return [...issues.values(), MORE]
    // The branches of an intersection report their own issues. A missing value needs only one issue.
    if (error.type === ValueErrorType.Intersect || absent.has(error.path)) continue
    if (error.value === undefined) absent.add(error.path)
    const issue = { path: jsonPath(error.path), message: messageOf(error) }
    issues.set(`${issue.path} ${issue.message}`, issue)
  }
  return [...issues.values()]
}

function messageOf(error: ValueError): string {
  const own = error.schema['errorMessage']
  // JSON cannot hold `undefined`, so the value is missing.
  if (error.value === undefined)
    return typeof own === 'string' ? `is missing: it ${own}` : 'is missing'
  if (typeof own === 'string') return own
  return error.message.charAt(0).toLowerCase() + error.message.slice(1)
}

/** `/selection/bbox/x` -> `$.selection.bbox.x`, `/selections/0/x` -> `$.selections[0].x`. */
function jsonPath(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return parts.reduce((path, part) => {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (/^\d+$/.test(name)) return `${path}[${name}]`
    return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
  }, '$')
}
