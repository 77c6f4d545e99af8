import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildImage } from './image/build-image.ts'
import { commandOf, readDockerfile } from './image/dockerfile.ts'
import { cacheOf, filesBelow, runImage } from './image/run-image.ts'

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

t.test('a container writes to its volume alone, so its file system may be read-only', async (t) => {
  const image = buildImage(t.testdir({}), { packages: 'link', user: me })
  const parts = ['src', 'static', 'views', 'node_modules/.cache']
  const before = parts.map((part) => filesBelow(image, part))
  const top = readdirSync(image.folder).sort()
  await runImage(image)
  t.strictSame(
    parts.map((part) => filesBelow(image, part)),
    before,
  )
  t.strictSame(readdirSync(image.folder).sort(), top)
  t.ok(readdirSync(join(image.folder, 'data')).length > 0, 'the list of jobs')
})

t.test('its health check knows a container that is well, under a path too', async (t) => {
  const image = buildImage(t.testdir({}), { packages: 'link', user: me })
  for (const path of ['', '/desk', '/desk/']) {
    const env = { ...image.env, BASE_PATH: path }
    const check = async (port: string) => {
      const [file = '', ...args] = image.healthcheck
      const child = spawn(file, args, { env: { ...env, PORT: port }, stdio: 'ignore' })
      const [code] = await once(child, 'exit')
      return code
    }
    let port = ''
    await runImage({ ...image, env }, false, async (listening) => {
      port = listening
      t.equal(await check(port), 0, path)
    })
    t.equal(await check(port), 1, 'and one that has ended')
  }
})
