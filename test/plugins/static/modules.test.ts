import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type Token, tokenizer, tokTypes } from 'acorn'
import fc from 'fast-check'
import t from 'tap'
import { readModules, withoutComments } from '../../../src/plugins/static/modules.ts'

const FOLDER = join(import.meta.dirname, '../../../static/js')

const MODULE = { ecmaVersion: 'latest', sourceType: 'module' } as const

/** Type and text of each token, and whether a line break stands before it. */
function described(source: string, tokens: Token[]) {
  return tokens.map(({ type, start, end }, at) => {
    const gap = source.slice(tokens[at - 1]?.end, start)
    return `${type.label} ${source.slice(start, end)} ${at > 0 && /[\n\r]/.test(gap)}`
  })
}

/** A module as the parser reads it. */
function parsed(source: string) {
  const tokens: Token[] = []
  const comments: string[] = []
  parse(source, {
    ...MODULE,
    onToken: (token) => token.type !== tokTypes.eof && tokens.push(token),
    onComment: (_block, text) => comments.push(text),
  })
  return { comments, tokens: described(source, tokens) }
}

t.test('every module is served with the tokens and line breaks of its source', async (t) => {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  const modules = readModules(FOLDER)
  t.ok(names.length > 10)
  t.equal(modules.served('no-such.js'), undefined)
  for (const name of names) {
    const text = (await modules.served(name)) ?? ''
    const source = parsed(readFileSync(join(FOLDER, name), 'utf8'))
    const module = parsed(text)
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
      `\`/* a */\n\n  // b \${1+2}\n  e\`\n`,
    ],
    ['x = /[/*]/g // b\n', 'x= /[/*]/g\n'],
    ['x = a/**/in/* */b\n', 'x=a in b\n'],
    ['f(() => {\n  return /* a\n  */ 1\n})\n', 'f(()=>{\nreturn\n1\n})\n'],
    ['/** a */\n\n\tx = y / 2 /* b */ / 3', 'x=y/ 2/ 3\n'],
  ] as const) {
    t.equal(withoutComments(source, tokenizer), served)
  }
})

t.test('whatever stands between the tokens, the program is the same', async () => {
  const words = (text: string) => fc.constantFrom(...text.split(' '))
  const space = fc.constantFrom('\t ', '\n\n', '\r\n', ' /**/', ' // ;\n', ' /*\n*/', ' /* `*/ ')
  const operator = words('+ - * / % & | ^ < > << >>> <= == !== && || in instanceof , = = =')
  const sign = words('+ - ! ~ ++ -- typeof void (')
  const operand = words('b $ é /;/g /[/]/ 1 1. .5 0xf "//" `/*` [] b.c b?.d b()')
  fc.assert(
    fc.property(fc.array(fc.tuple(sign, operand, operator, space)), (parts) => {
      const source = parts.flatMap(([a, b, c, gap]) => [a, gap, b, gap, c, gap]).join('')
      const served = withoutComments(source, tokenizer)
      const [is, was] = [served, source].map((text) =>
        described(text, [...tokenizer(text, MODULE)]),
      )
      return JSON.stringify(is) === JSON.stringify(was)
    }),
    { numRuns: 2_000 },
  )
})
