import { stat } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** Milliseconds between two looks at the file. File events would miss mounted secrets that are swapped. */
const LOOK_EVERY_MS = 2_000

export interface WatchedFile<T> {
  /** What the file says. */
  readonly now: T
  /** Reads the file again if it has changed. */
  look(): Promise<void>
}

/**
 * Reads a file, and again when it changes. If it then cannot be read, the old content stays and the log says why.
 * Throws what `read` throws the first time. `onChange` gets the old content.
 */
export async function watchFile<T>(
  app: FastifyInstance,
  path: string,
  read: (path: string) => Promise<T>,
  onChange: (before: T) => void,
): Promise<WatchedFile<T>> {
  let seen = await stampOf(path)
  let now = await read(path)

  async function look() {
    const stamp = await stampOf(path)
    if (stamp === seen) return
    seen = stamp
    try {
      const before = now
      now = await read(path)
      app.log.info({ file: path }, 'the file of who may enter was read again')
      onChange(before)
    } catch (error) {
      app.log.error(
        { file: path, reason: (error as Error).message },
        'the file of who may enter cannot be read: what it said before holds',
      )
    }
  }

  app.background.every('who may enter', LOOK_EVERY_MS, look)
  return {
    get now() {
      return now
    },
    look,
  }
}

/** Changes with the file, also when another file takes its place. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES') return `${code}`
    throw error
  }
}
