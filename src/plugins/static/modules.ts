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
 * The same tokens on the same lines, without comments, indentation and empty lines. Throws
 * `SyntaxError` where a token is none.
 */
export function withoutComments(source: string): string {
  let served = ''
  let done = 0
  for (const { start, end } of tokenizer(source, { ecmaVersion: 'latest', sourceType: 'module' })) {
    served += shortened(source.slice(done, start)) + source.slice(start, end)
    done = end
  }
  return `${served.trimStart()}\n`
}

/**
 * Between two tokens nothing counts but whether there is a line break, and whether there is anything
 * (ECMA-262, sections 12.1 and 12.10). Inside of a template there is no gap: its text is a token.
 * @param gap white space and comments
 */
function shortened(gap: string): string {
  if (/[\n\r\u2028\u2029]/.test(gap)) return '\n'
  return gap && ' '
}
