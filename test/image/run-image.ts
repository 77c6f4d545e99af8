import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Image } from './build-image.ts'

/** What Node itself tells of the cache of compiled code. */
const TELL = { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }
const TAKEN = /V8 code cache for .* was accepted/g
const MISSED =
  /\[compile cache\] (?:writing cache|.*\brejected\b|reading cache from .*no such file)/g

export interface Run {
  /** From the start of the process until it listens, milliseconds. */
  startMs: number
  /** Files whose compiled code came from the cache, and those that had none there. */
  taken: number
  missed: number
}

/** Starts the image on a free port of loopback, waits until it listens, and ends it with SIGTERM. `meanwhile` gets the port. */
export async function runImage(
  { folder, env, command, user }: Image,
  tell = true,
  meanwhile: (port: string) => unknown = () => {},
): Promise<Run> {
  const [file = '', ...args] = command
  const begin = performance.now()
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...env, ...(tell ? TELL : {}), HOST: '127.0.0.1', PORT: '0' },
    ...user,
  })
  const ended = once(child, 'close')
  let output = ''
  const listening = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data
        if (output.includes('Server listening')) resolve()
      })
    }
    child.once('error', reject)
    child.once('close', () => reject(new Error(`The image did not start:\n${output}`)))
  })
  await listening
  const startMs = performance.now() - begin
  await meanwhile(/listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? '')
  child.kill('SIGTERM')
  await ended
  return {
    startMs,
    taken: output.match(TAKEN)?.length ?? 0,
    missed: output.match(MISSED)?.length ?? 0,
  }
}

/** The files of the cache, each with its time and length. */
export function cacheOf(image: Image): string[] {
  return filesBelow(image, 'node_modules/.cache')
}

/** The files and folders below a folder of the image, each with its time and length. */
export function filesBelow({ folder }: Image, part: string): string[] {
  const root = join(folder, part)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const { mtimeMs, size } = statSync(join(root, name))
      return `${name} ${mtimeMs} ${size}`
    })
    .sort()
}
