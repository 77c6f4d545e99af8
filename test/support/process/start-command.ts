import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

/** What `npm start` gives to `node`, below the project's folder. */
export function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  // `exec`: the shell becomes node, so that a signal to npm reaches it.
  const [exec, command, ...args] = scripts.start.split(' ')
  if (exec !== 'exec' || command !== 'node') throw new Error(`npm start runs ${scripts.start}`)
  return args
}
