import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ROOT } from './support/process/start-command.ts'

/** What the type check says of one file, by the options that hold in `folder`. */
function checked(t: Test, folder: string, text: string): string {
  const project = t.testdir({
    'tsconfig.json': JSON.stringify({
      extends: join(ROOT, folder, 'tsconfig.json'),
      files: ['file.ts'],
      include: [],
    }),
    'file.ts': text,
  })
  const tsc = join(ROOT, 'node_modules/.bin/tsc')
  // Without what tap gives every process: it would load its own loader into the compiler.
  const args = ['-u', 'NODE_OPTIONS', process.execPath, tsc, '-p', project]
  return spawnSync('env', args, { encoding: 'utf8' }).stdout
}

t.test('code of the server cannot name what only a browser has', async (t) => {
  t.match(checked(t, '.', 'export const page = document'), "Cannot find name 'document'")
  t.equal(checked(t, '.', 'export const folder = process.cwd()'), '')
})

t.test('code of the browser cannot name what only Node has', async (t) => {
  t.match(checked(t, 'static', 'export const folder = process.cwd()'), "Cannot find name 'process'")
  t.equal(checked(t, 'static', 'export const page = document'), '')
})
