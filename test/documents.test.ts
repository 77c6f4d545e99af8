import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'
import { ROOT } from './support/process/start-command.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...files('docs', /\.md$/),
]
const SOURCES = ['src', 'test', 'static', 'views']
  .flatMap((folder) => files(folder, /\.(ts|js|css|eta)$/))
  .filter((file) => !file.startsWith('test/data/'))

/** The places of a document that an address may name: its headings as GitHub names them, and its own anchors. */
function anchorsOf(document: string): Set<string> {
  const text = read(document)
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
  const own = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)
  return new Set([...headings, ...own])
}

t.test('what a comment cites stands in the repository', async (t) => {
  let cited = 0
  for (const file of SOURCES) {
    const text = read(file)
    // One document may be cited for two places: `#one, #two`.
    for (const [, document, places] of text.matchAll(
      /\b(docs\/[\w/-]+\.md)((?:(?:, )?#[\w-]+)*)/g,
    )) {
      cited += 1
      if (!t.ok(existsSync(join(ROOT, document!)), `${file}: ${document}`)) continue
      const anchors = anchorsOf(document!)
      for (const [, place] of places!.matchAll(/#([\w-]+)/g)) {
        t.ok(anchors.has(place!), `${file}: ${document}#${place}`)
      }
    }
  }
  t.ok(cited > 100, 'citations are seen')
})

t.test('a link in a document leads somewhere', async (t) => {
  for (const document of DOCUMENTS) {
    for (const [, target, place] of read(document).matchAll(
      /\]\((?!https?:)([^)#\s]*)#?([^)]*)\)/g,
    )) {
      const file = target === '' ? document : join(dirname(document), target!)
      if (!t.ok(existsSync(join(ROOT, file)), `${document}: ${file}`) || !place) continue
      t.ok(anchorsOf(file).has(place), `${document}: ${file}#${place}`)
    }
  }
})

t.test('a file that a document names exists', async (t) => {
  for (const document of DOCUMENTS.filter((name) => name !== 'CHANGELOG.md')) {
    for (const [, file] of read(document).matchAll(
      /`((?:src|test|static|views)\/[\w./-]+\.(?:ts|js|eta|css|json|jsonl))`/g,
    )) {
      t.ok(existsSync(join(ROOT, file!)), `${document}: ${file}`)
    }
  }
})

t.test('.nvmrc names the Node that the container has and that engines allows', async (t) => {
  const version = read('.nvmrc').trim()
  t.match(read('Dockerfile'), `FROM node:${version}-slim`)
  const { engines } = JSON.parse(read('package.json'))
  t.ok(Number(version) >= Number.parseFloat(engines.node.replace('>=', '')))
})

t.test('a function that the architecture names stands in the file named with it', async (t) => {
  let named = 0
  for (const [, file, names] of read('docs/architecture.md').matchAll(
    /`((?:src|static|views)\/[\w./-]+\.(?:ts|js|eta))`((?:,? `[\w-]+`)+)/g,
  )) {
    const text = read(file!)
    for (const [, name] of names!.matchAll(/`([\w-]+)`/g)) {
      named += 1
      t.match(text, new RegExp(`(?<![\\w-])#?${name}(?![\\w-])`), `${file}: ${name}`)
    }
  }
  t.ok(named > 50, 'names are seen')
})

t.test('the changelog tells of the version in package.json, and says nothing twice', async (t) => {
  const text = read('CHANGELOG.md')
  const { version } = JSON.parse(read('package.json'))
  t.match(text, new RegExp(`^## ${version.replaceAll('.', '\\.')} - \\d{4}-\\d\\d-\\d\\d$`, 'm'))
  t.equal(JSON.parse(read('package-lock.json')).version, version)
  for (const [, heading] of text.matchAll(/^### (.*)$/gm)) {
    t.match(heading, /^(Added|Changed|Deprecated|Removed|Fixed|Security)$/)
  }
  const sentences = text.split('\n').filter((line) => line.startsWith('- '))
  const twice = sentences.filter((line, at) => sentences.indexOf(line) !== at)
  t.strictSame(twice, [])
})
