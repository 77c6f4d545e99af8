import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** How each of our modules names another at the end of a line; types are from files of another kind. */
const FROM = / from '(\.[^'\n]+\.js)'$/gm

/**
 * All modules that one of ours needs, itself first, by their names below `folder`, each once. A page says them all
 * at once, so that no picture gets the browser's connections before them.
 */
export function modulesOf(folder: string, name: string): string[] {
  const found = new Set([name])
  // A set goes on to what is added while it is walked.
  for (const module of found) {
    const text = readFileSync(join(folder, module), 'utf8')
    for (const [, path = ''] of text.matchAll(FROM))
      found.add(posix.join(posix.dirname(module), path))
  }
  return [...found]
}
