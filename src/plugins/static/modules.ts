import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokenizer } from 'acorn'

/** The ES modules below a folder as they are served, by their path from there. */
export function readModules(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .sort()
  return new Map(
    names.map((name) => [name, withoutComments(readFileSync(join(folder, name), 'utf8'))]),
  )
}

/**
 * The same tokens on the same lines, without comments and without the space that no token needs. Throws
 * `SyntaxError` where a token is none.
 */
export function withoutComments(source: string): string {
  let served = ''
  let done = 0
  for (const { start, end } of tokenizer(source, { ecmaVersion: 'latest', sourceType: 'module' })) {
    const gap = source.slice(done, start)
    if (/[\n\r\u2028\u2029]/.test(gap)) served += '\n'
    else if (gap && RUN_TOGETHER.test(served.slice(-1) + source[start])) served += ' '
    served += source.slice(start, end)
    done = end
  }
  return `${served.trimStart()}\n`
}

/**
 * Between two tokens nothing counts but a line break (ECMA-262, sections 12.1 and 12.10), unless the end
 * of the one and the start of the other would read as one token: two words, or two operators. A full
 * stop is part of either, and a slash may end a regular expression, which takes letters. Inside of a
 * template there is no gap: its text is a token.
 */
const RUN_TOGETHER = /^([\w$#\\./\u0080-\uffff][\w$#\\.\u0080-\uffff]|[-+*/%&|^!~?=<>.]{2})$/
