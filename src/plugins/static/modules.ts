import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Tokenizer = typeof import('acorn').tokenizer

/** The ES modules below a folder, by their path from there. */
export interface Modules {
  /** All that decides what is served: the modules, and how they are. */
  readonly sources: readonly string[]
  /** A module as it is served, undefined where there is none. Made when it is first asked for, and kept. */
  served(name: string): Promise<string> | undefined
}

export function readModules(folder: string): Modules {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .sort()
  const sources = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const served = new Map<string, Promise<string>>()
  return {
    sources: [...sources.values(), readFileSync(import.meta.filename, 'utf8')],
    served(name) {
      const source = sources.get(name)
      if (source === undefined) return undefined
      const known = served.get(name)
      if (known) return known
      // Loaded with the first module that is asked for: a start does not wait for it.
      const made = import('acorn').then(({ tokenizer }) => withoutComments(source, tokenizer))
      served.set(name, made)
      return made
    },
  }
}

/**
 * The same tokens on the same lines, without comments and without the space that no token needs. Throws
 * `SyntaxError` where a token is none.
 */
export function withoutComments(source: string, tokenizer: Tokenizer): string {
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
