import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'
import { parse } from 'acorn'
import t from 'tap'
import { ROOT } from './support/process/start-command.ts'

// Texts of the service and of clients meet the regular expressions of the program. None may take more
// time than the text is long: a hundred thousand characters of `a-a-a-…` once held the process for
// seconds. `recheck` builds the automaton of each and looks for ambiguity. It asks for its backend here:
// pure JavaScript, no process and no Java.
process.env['RECHECK_BACKEND'] = 'pure'
const { checkSync } = await import('recheck')

/**
 * Where it must guess, it counts steps. Its time-outs, of a second and less, are far: on a slow machine they take what
 * they cut off for slow.
 */
const CHECK = {
  timeout: 60_000,
  attackTimeout: 60_000,
  incubationTimeout: 60_000,
  seedingTimeout: 10_000,
}

/** One pattern for each that repeats without a bound; what is bounded cannot grow. */
const UNBOUNDED = /[*+]|\{\d+,\}/

interface Found {
  place: string
  source: string
  flags: string
}

/** Every regular expression of a file, and every `pattern` of a contract. */
function patternsIn(path: string): Found[] {
  const text = readFileSync(path, 'utf8')
  const script = path.endsWith('.ts') ? stripTypeScriptTypes(text) : text
  const found: Found[] = []
  const place = relative(ROOT, path)
  JSON.stringify(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }), (_key, node) => {
    if (node?.type === 'Literal' && node.regex) {
      found.push({ place, source: node.regex.pattern, flags: node.regex.flags })
    }
    if (node?.type === 'Property' && node.key.name === 'pattern' && node.value.value) {
      found.push({ place, source: String(node.value.value), flags: '' })
    }
    return node
  })
  return found
}

function scripts(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** The demo's service is a program of its own, which hostile texts do not reach. */
const files = [...scripts('src'), ...scripts('static/js')].filter((path) => !/src\/demo/.test(path))

t.test('no regular expression takes more than linear time', async (t) => {
  const patterns = new Map(
    files.flatMap(patternsIn).map((found) => [`/${found.source}/${found.flags}`, found]),
  )
  t.ok(patterns.size > 50, `${patterns.size} are looked at`)
  for (const [pattern, { place, source, flags }] of patterns) {
    if (!UNBOUNDED.test(source)) continue
    const { status } = checkSync(source, flags, CHECK)
    t.equal(status, 'safe', `${place}: ${pattern}`)
  }
})

t.test('what would take quadratic time is found', async (t) => {
  for (const source of [
    '\\s+$',
    '(\\b[a-z][a-z0-9+.-]*://[^\\s?#]*)[?#]\\S*',
    '(https?://[^\\s?]+)\\?\\S*',
    '(a|a)*b',
    '(?!x)\\s+$',
  ]) {
    t.equal(checkSync(source, 'g', CHECK).status, 'vulnerable', source)
  }
})
