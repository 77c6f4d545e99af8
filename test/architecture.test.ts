// One file: each rule is held by reading the repository's own files, with the few readers that stand first.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import t from 'tap'
import { ROOT, startArguments } from './support/process/start-command.ts'

function files(folder: string, ending: RegExp): string[] {
  const path = join(ROOT, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/**
 * The rooms of the house from the inside out (docs/architecture.md): each imports itself and what stands
 * before it.
 */
const ROOMS = [
  'contracts',
  'errors',
  'domain',
  'urls',
  'openapi',
  'config',
  'view-models',
  'lib',
  'http',
  'telemetry',
  'auth',
  'upstream',
  'images',
  'live',
  'club',
  'routes',
  'app',
  'start',
  'server',
]
/** Programs of their own. */
const OUTSIDE = new Set(['demo', 'demo-server', 'commands'])

const roomOf = (file: string) => relative('src', file).split('/')[0]!.replace(/\.ts$/, '')

function importsOf(file: string): string[] {
  return [...read(file).matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)].map(
    ([, first, second]) => (first ?? second)!,
  )
}

/** The files of ours that a file imports, for their types too. */
const filesImportedBy = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name))

t.test('imports go inward only', async (t) => {
  const sources = files('src', /\.ts$/)
  t.ok(sources.length > 50)
  for (const file of sources) {
    const room = roomOf(file)
    if (OUTSIDE.has(room)) continue
    t.ok(ROOMS.includes(room), `${file} is in a room of the house`)
    for (const target of filesImportedBy(file)) {
      if (!target.startsWith('src/')) {
        t.match(target, /^static\/js\/.*\.(js|ts)$/, `${file}: ${target}`)
        continue
      }
      const other = roomOf(target)
      t.ok(
        ROOMS.indexOf(other) <= ROOMS.indexOf(room) && ROOMS.includes(other),
        `${file}: ${target}`,
      )
    }
  }
})

t.test(
  'docs/architecture.md has the rooms in this order, and where to begin in each',
  async (t) => {
    const [, table = ''] = /\n## Rooms\n(.*?)\n## /s.exec(read('docs/architecture.md')) ?? []
    const rows = [...table.matchAll(/^\| `([\w-]+)` \|.*\|(.*)\|$/gm)]
    t.strictSame(
      rows.map(([, room]) => room),
      ROOMS,
    )
    for (const [, room, begin] of rows) {
      for (const [, file] of begin!.matchAll(/`([\w/.-]+)`/g)) {
        t.ok(existsSync(join(ROOT, 'src', room!, file!)), `${room}: ${file}`)
      }
    }
  },
)

t.test('no file imports itself by way of others, not even for a type', async (t) => {
  const imports = new Map(
    [...files('src', /\.ts$/), ...files('static/js', /\.[jt]s$/)].map((file) => [
      file,
      filesImportedBy(file),
    ]),
  )
  t.ok([...imports.values()].flat().length > 500, 'imports are seen')
  const done = new Set<string>()
  const circles: string[] = []
  function visit(file: string, way: readonly string[]) {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
    if (done.has(file) || way.includes(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  t.strictSame(circles, [])
})

t.test(
  'a plugin is imported by the app alone: its types stand in a file of their own',
  async (t) => {
    const others = files('src', /\.ts$/).filter((file) => file !== 'src/app.ts')
    for (const file of others) {
      for (const target of filesImportedBy(file)) t.notMatch(target, /\/plugin\.ts$/, file)
    }
  },
)

t.test(
  'a plugin has the name of its file, or of its room where the file is plugin.ts',
  async (t) => {
    let plugins = 0
    for (const file of files('src', /\.ts$/)) {
      const [, name, rest = ''] = /^export const (\w+)Plugin = fp(.*)/ms.exec(read(file)) ?? []
      if (name === undefined) continue
      plugins += 1
      const place = basename(file, '.ts')
      const noun = place === 'plugin' ? basename(dirname(file)) : place
      t.equal(
        name,
        noun.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()),
        file,
      )
      t.match(rest, `name: '${noun}'`, file)
    }
    t.ok(plugins > 30, `${plugins} plugins`)
  },
)

t.test('a folder holds at most twenty files at one level', async (t) => {
  const counts = new Map<string, number>()
  const all = ['src', 'views', 'static', 'test', 'docs'].flatMap((folder) => files(folder, /./))
  for (const file of all) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  for (const [folder, count] of counts) t.ok(count <= 20, `${folder}: ${count}`)
})

t.test(
  'contracts, domain, addresses and view models are pure: they import no package that does I/O',
  async (t) => {
    const allowed = /^(\.|@sinclair\/typebox|ipaddr\.js$|node:(querystring|crypto|url|net)$)/
    for (const room of ['contracts', 'domain', 'view-models', 'urls.ts']) {
      const inRoom = room.endsWith('.ts') ? [`src/${room}`] : files(`src/${room}`, /\.ts$/)
      for (const file of inRoom) for (const name of importsOf(file)) t.match(name, allowed, file)
    }
  },
)

t.test('the demo imports contracts, packages and itself', async (t) => {
  for (const file of files('src/demo', /\.ts$/)) {
    for (const name of importsOf(file).filter((name) => name.startsWith('.'))) {
      const room = roomOf(relative(ROOT, join(ROOT, dirname(file), name)))
      t.ok(['demo', 'contracts'].includes(room), `${file}: ${name}`)
    }
  }
})

t.test('only the demo imports the demo', async (t) => {
  for (const file of files('src', /\.ts$/)) {
    if (['demo', 'demo-server'].includes(roomOf(file))) continue
    for (const target of filesImportedBy(file)) t.notMatch(target, /^src\/demo\b/, file)
  }
})

t.test('imports name the .ts file, because nothing is built', async (t) => {
  for (const file of [...files('src', /\.ts$/), ...files('test', /\.ts$/)]) {
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) t.match(name, /\.(ts|js|json)$/, `${file}: ${name}`)
    }
  }
})

t.test('templates hold no inline script, style or handler', async (t) => {
  const views = files('views', /\.eta$/)
  t.ok(views.length > 5)
  for (const file of views) {
    const text = read(file)
    t.notMatch(text, /<script(?![^>]*\ssrc=)[^>]*>/i, `${file}: a script without src`)
    t.notMatch(text, /<style[\s>]/i, `${file}: a style element`)
    t.notMatch(text, /\sstyle=/i, `${file}: a style attribute`)
    t.notMatch(text, /\son[a-z]+\s*=\s*["']/i, `${file}: a handler`)
    t.notMatch(text, /javascript:/i, `${file}: a javascript address`)
    t.notMatch(text, /\shx-on[:-]/i, `${file}: an htmx handler`)
  }
})

t.test('templates print what they are given escaped', async (t) => {
  for (const file of files('views', /\.eta$/)) {
    for (const [, printed] of read(file).matchAll(/<%[-_]?~\s*(.*?)\s*[-_]?%>/gs)) {
      t.match(printed, /^([\w.]+ \? )?(include|layout|it\.body)\b/, `${file}: ${printed}`)
    }
  }
})

t.test('every npm script that the documents name exists', async (t) => {
  const { scripts } = JSON.parse(read('package.json'))
  const documents = [
    ...['README.md', 'CONTRIBUTING.md'].filter((file) => existsSync(join(ROOT, file))),
    ...files('docs', /\.md$/),
  ]
  for (const file of documents) {
    for (const [, name] of read(file).matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)) {
      t.ok(name! in scripts, `${file}: npm run ${name}`)
    }
  }
})

t.test('scripts start files that exist', async (t) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const [name, command] of Object.entries(scripts)) {
    const [, file] = /\bnode (?:-\S+ )*(\S+\.[jt]s)/.exec(command) ?? []
    if (file !== undefined) t.ok(existsSync(join(ROOT, file)), `${name}: ${file}`)
  }
})

t.test('CI runs what everybody runs before a change', async (t) => {
  const { scripts } = JSON.parse(read('package.json'))
  const commands = read('.ci/run').match(/\bnpm [^;\n]*/g)
  t.strictSame(commands, ['npm ci --no-audit --no-fund', 'npm run check'])
  t.equal(scripts.check, 'npm run typecheck && npm run lint && npm test')
})

t.test('the container starts what npm start starts', async (t) => {
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(read('Dockerfile')) ?? []
  t.strictSame(JSON.parse(command), ['node', ...startArguments()])
})

t.test('clients that give memory back speak HTTP/1.1, where no two answers share it', async (t) => {
  let clients = 0
  for (const file of ['src/upstream', 'src/images'].flatMap((room) => files(room, /\.ts$/))) {
    for (const [, , options] of read(file).matchAll(
      /^( *)\S.*? new (?:Pool|Agent)\((.*?)\n\1\}\)/gms,
    )) {
      t.match(options, 'allowH2: false', file)
      clients += 1
    }
  }
  t.equal(clients, 2)
})

t.test('the lock file names no registry', async (t) => {
  t.notMatch(read('package-lock.json'), /"resolved": "http/)
})

t.test('a file is a room: over 200 lines it would be two, and half have 60 or fewer', async (t) => {
  const sources = [...files('src', /\.ts$/), ...files('static/js', /\.js$/)]
  const lengths = sources.map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
  for (const { file, lines } of lengths) t.ok(lines <= 200, `${file}: ${lines}`)
  const short = lengths.filter(({ lines }) => lines <= 60).length
  t.ok(short >= lengths.length / 2, `${short} of ${lengths.length}`)
})

t.test(
  'a test, style or example of over 200 lines says at its head why it is one file',
  async (t) => {
    const all = [
      ...files('test', /\.[jt]s$/),
      ...files('static/css', /\.css$/),
      ...files('docs/examples', /\.ts$/),
    ]
    const long = all.filter((file) => read(file).split('\n').length > 201)
    const reasons = new Map<string, string>()
    for (const file of long) {
      const [head = ''] = /^(?:\/\/[^\n]*\n)+|^\/\*.*?\*\//s.exec(read(file)) ?? []
      t.match(head, /\bOne (?:file|sheet)\b/, file)
      t.equal(reasons.get(head), undefined, `${file}: a reason of its own`)
      reasons.set(head, file)
    }
  },
)
