import type { TSchema } from '@sinclair/typebox'
import { TypeCompiler, type ValueError, ValueErrorType } from '@sinclair/typebox/compiler'

/** One thing that is wrong with a value: where (JSON path, `$` is the whole) and what it must be. */
export interface Issue {
  path: string
  message: string
}

/** A body may hold a million issues: so many are named, and so many are looked at for that. */
const MOST_NAMED = 50
const MOST_LOOKED_AT = 2_000
const MORE: Issue = { path: '$', message: 'has more faults than these' }

/** Compiled contracts: a route and the forms that stand for its body judge by the same one. */
const COMPILED = new WeakMap<TSchema, (value: unknown) => Issue[]>()

/**
 * Compiles a contract, once, into a function that lists every issue of a value, in the value's own order;
 * an empty list means that it holds, and of very many the first are named. Nothing is coerced, filled in or taken out.
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

/** The iterator makes each error when it is asked for, so the rest costs nothing. */
function distinct(errors: Iterable<ValueError>): Issue[] {
  const absent = new Set<string>()
  const issues = new Map<string, Issue>()
  let lookedAt = 0
  for (const error of errors) {
    lookedAt += 1
    if (issues.size >= MOST_NAMED || lookedAt > MOST_LOOKED_AT) return [...issues.values(), MORE]
    // The branches of an intersection report for themselves. One issue is enough for a value that is missing.
    if (error.type === ValueErrorType.Intersect || absent.has(error.path)) continue
    if (error.value === undefined) absent.add(error.path)
    const issue = { path: jsonPath(error.path), message: messageOf(error) }
    issues.set(`${issue.path} ${issue.message}`, issue)
  }
  return [...issues.values()]
}

function messageOf(error: ValueError): string {
  const own = error.schema['errorMessage']
  // JSON has no value that is undefined: it is not there.
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
