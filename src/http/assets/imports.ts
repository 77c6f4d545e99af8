import { posix } from 'node:path'

/** Finds how each of our modules names another at the end of a line. Types come from files of another kind. */
const FROM = / from '(\.[^'\n]+\.js)'$/gm

/**
 * Names all modules that one of ours needs, itself first, each once. `texts` has each module's text. A page names them
 * all at once, so that no picture gets the browser's connections before them.
 */
export function modulesOf(texts: ReadonlyMap<string, string>, name: string): string[] {
  const found = new Set([name])
  // The loop reaches modules that are added to the set meanwhile.
  for (const module of found) {
    const text = texts.get(module)
    if (text === undefined) throw new Error(`${name} needs ${module}, which is not there`)
    for (const [, path = ''] of text.matchAll(FROM))
      found.add(posix.join(posix.dirname(module), path))
  }
  return [...found]
}
