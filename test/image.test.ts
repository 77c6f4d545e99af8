import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildImage } from './image/build-image.ts'
import { commandOf, readDockerfile } from './image/dockerfile.ts'
import { cacheOf, runImage } from './image/run-image.ts'

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

t.test('the image holds its compiled code, and a start takes it and changes nothing', async (t) => {
  const image = buildImage(t.testdir({}), { packages: 'link', user: me })
  const made = cacheOf(image)
  t.ok(made.length > 100, `${made.length} files`)
  const { taken, missed } = await runImage(image)
  t.ok(taken > 100, `${taken} files came from it`)
  t.equal(missed, 0)
  t.strictSame(cacheOf(image), made)
})

t.test('the image holds what runs, and neither the demo nor anything of the tests', async (t) => {
  const image = buildImage(t.testdir({}), { packages: 'link', user: me })
  t.strictSame(readdirSync(image.folder).sort(), [
    'data',
    'node_modules',
    'package.json',
    'src',
    'static',
    'views',
  ])
  const files = ['src', 'static', 'views'].flatMap((folder) =>
    readdirSync(join(image.folder, folder), { recursive: true, encoding: 'utf8' }),
  )
  t.ok(files.length > 300, `${files.length} files`)
  t.strictSame(
    files.filter((file) => /demo|\.test\./.test(file)),
    [],
  )
})

t.test(
  'compiled code is made as it is used: by the same user, with the same options',
  async (t) => {
    // Node keeps it by user and by options, and looks for no other.
    const steps = readDockerfile()
    const at = (name: string, text: RegExp) =>
      steps.findLastIndex((step) => step.name === name && text.test(step.text))
    const [user, made, run] = [at('USER', /./), at('RUN', /--compile/), at('CMD', /./)]
    t.ok(user > 0 && user < made && made < run)
    // Its user must be able to write it, in packages that belong to root.
    const owner = new RegExp(`chown ${steps[user]!.text}(:\\w+)? node_modules/\\.cache$`)
    const given = at('RUN', owner)
    t.ok(given > 0 && given < user, 'the folder belongs to the user')
    t.strictSame(commandOf(steps[made]!.text), [...commandOf(steps[run]!.text)!, '--compile'])
  },
)
