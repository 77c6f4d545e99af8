import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isOwnError } from '../../src/errors/own-error.ts'
import { catalogueRows, thrownErrors } from '../support/catalogue.ts'
import { ROOT } from '../support/process/start-command.ts'

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/^(demo|commands|errors)\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, 'src', file), 'utf8') }))

t.test('docs/errors.md has every error: code, status, words and what to do', async (t) => {
  const rows = await catalogueRows()
  const wanted = new Set(
    rows.map(({ code, status, pageStatus, message, whatToDo }) => {
      const both = pageStatus === undefined ? status : `${status}; page ${pageStatus}`
      return `| \`${code}\` | ${both} | ${message.replaceAll('%s', '…')} | ${whatToDo} |`
    }),
  )
  const listed = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').match(/^\| `.*\|$/gm) ?? []
  t.strictSame(listed.toSorted(), [...wanted].sort())
})

t.test('no error of ours is made, worded or given a code outside the catalogue', async (t) => {
  const classes = [...(await thrownErrors()).keys()]
  t.ok(classes.length > 50 && SOURCES.length > 150, 'classes and sources are seen')
  const worded = new RegExp(String.raw`new (${classes.join('|')})\(\s*['"\x60](?!['"\x60])`)
  for (const { file, text } of SOURCES) {
    t.notMatch(text, /from '@fastify\/error'|createError\(/, file)
    t.notMatch(text, /\bcode: '[A-Z]{3,}/, `${file}: a code`)
    t.notMatch(text, worded, `${file}: words`)
  }
})

t.test('an error of the catalogue is one by its class, not by its code', async (t) => {
  for (const [name, error] of await thrownErrors()) {
    t.ok(isOwnError(error), name)
    t.equal(error.code, error.row.code, name)
  }
  t.notOk(isOwnError(Object.assign(new Error('x'), { code: 'NOT_FOUND' })))
})

t.test('the log of an error of ours does not hold its row', async (t) => {
  for (const [name, error] of await thrownErrors()) {
    const logged: string[] = []
    for (const key in error) logged.push(key)
    t.notOk(logged.includes('row'), name)
  }
})
