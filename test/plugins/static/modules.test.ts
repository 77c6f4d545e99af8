import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type Token } from 'acorn'
import fc from 'fast-check'
import t from 'tap'
import { readModules, withoutComments } from '../../../src/plugins/static/modules.ts'

const FOLDER = join(import.meta.dirname, '../../../static/js')

/** Each token as the parser reads it, with whether a line break stands before it, and the comments. */
function readAs(source: string) {
  const tokens: Token[] = []
  const comments: string[] = []
  parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onToken: tokens,
    onComment: (_block, text) => comments.push(text),
  })
  return {
    comments,
    tokens: tokens.map(({ type, start, end }, at) => ({
      type: type.label,
      text: source.slice(start, end),
      // What stands before the first token and after the last one means nothing.
      breaks:
        at > 0 && at < tokens.length - 1 && /[\n\r]/.test(source.slice(tokens[at - 1]?.end, start)),
    })),
  }
}

t.test('every module is served with the tokens and line breaks of its source', async (t) => {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  const served = readModules(FOLDER)
  t.ok(names.length > 10)
  t.same([...served.keys()], names.sort())
  for (const [name, text] of served) {
    const source = readAs(readFileSync(join(FOLDER, name), 'utf8'))
    const module = readAs(text)
    t.same(module.tokens, source.tokens, name)
    t.same(module.comments, [], `${name}: no comment`)
    t.notMatch(text, /^[ \t]|\n\n/, `${name}: no empty line`)
  }
})

t.test('what looks like a comment in a text, a template or an expression stays', async (t) => {
  for (const [source, served] of [
    ["'/* a */ // b'\n", "'/* a */ // b'\n"],
    [
      `\`/* a */\n\n  // b \${/* c */ 1  +  2 /* d */}\n  e\`\n`,
      `\`/* a */\n\n  // b \${ 1 + 2 }\n  e\`\n`,
    ],
    ['x = /[/*]/g // b\n', 'x = /[/*]/g\n'],
    ['x = a/**/in/* */b\n', 'x = a in b\n'],
    ['f(() => {\n  return /* a\n  */ 1\n})\n', 'f(() => {\nreturn\n1\n})\n'],
    ['/** a */\n\n\tx = y / 2 /* b */ / 3', 'x = y / 2 / 3\n'],
  ] as const) {
    t.equal(withoutComments(source), served)
  }
})

t.test('whatever stands between the tokens, the program is the same', async () => {
  const tokens = [
    'let',
    'a',
    '=',
    'b',
    '+',
    '+',
    'c',
    '/',
    '/;/g',
    'in',
    '`\n//`',
    '-',
    '(',
    '1',
    ')',
  ]
  const space = fc.constantFrom(
    ' ',
    '\t ',
    '\n\n',
    '\r\n',
    ' /**/',
    ' // ;\n',
    ' /*\n*/',
    ' /* `*/ ',
  )
  fc.assert(
    fc.property(
      fc.array(space, { minLength: tokens.length, maxLength: tokens.length }),
      (spaces) => {
        const source = tokens.map((token, at) => token + spaces[at]).join('')
        const [was, is] = [readAs(source), readAs(withoutComments(source))]
        return is.comments.length === 0 && JSON.stringify(is.tokens) === JSON.stringify(was.tokens)
      },
    ),
  )
})
