import { posix } from 'node:path'

/** How each of our modules names another at the end of a line; types are from files of another kind. */
const FROM = / from '(\.[^'\n]+\.js)'$/gm

/**
 * All modules that one of ours needs, itself first, by their names, each once. `texts` has each module's text. A page says them all
 * at once, so that no picture gets the browser's connections before them.
 */
export function modulesOf(texts: ReadonlyMap<string, string>, name: string): string[] {
  const found = new Set([name])
  // A set goes on to what is added while it is walked.
  for (const module of found) {
    const text = texts.get(module)
    if (text === undefined) throw new Error(`${name} needs ${module}, which is not there`)
    for (const [, path = ''] of text.matchAll(FROM))
      found.add(posix.join(posix.dirname(module), path))
  }
  return [...found]
}
