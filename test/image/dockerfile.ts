import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/process/start-command.ts'

export interface Step {
  name: string
  text: string
}

/** The instructions of the Dockerfile, in their order, without comments. */
export function readDockerfile(): Step[] {
  return readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', text = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
      return { name, text }
    })
}

/** Is the file kept out of the image? Knows whole names and paths, which is all that we write. */
export function readDockerignore(): (path: string) => boolean {
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean)
  return (path) => ignored.some((name) => path === name || path.startsWith(`${name}/`))
}

/** The words of a command in JSON, or null where a shell shall read it. */
export function commandOf(text: string): string[] | null {
  return text.startsWith('[') ? JSON.parse(text) : null
}
