import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** What `npm start` gives to `node`, below the project's folder. */
export function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const [command, ...args] = scripts.start.split(' ')
  if (command !== 'node') throw new Error(`npm start runs ${command}, not node`)
  return args
}
