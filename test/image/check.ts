import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildImage, type User } from './build-image.ts'
import { cacheOf, runImage } from './run-image.ts'

/**
 * `npm run image:check`: does what the Dockerfile says in a temporary folder, without an engine, as another
 * user where it may, and shows what the cache of compiled code is worth.
 */

const RUNS = 5
const folder = mkdtempSync(join(tmpdir(), 'touchline-image-'))
chmodSync(folder, 0o755)
try {
  const image = buildImage(folder, { packages: 'install', user: someUser() })
  const before = cacheOf(image)
  const { taken, missed } = await runImage(image)
  const warm = await startMs()
  const same = before.join() === cacheOf(image).join()
  rmSync(join(image.folder, 'node_modules/.cache'), { recursive: true })
  const cold = await startMs()
  console.log(
    `Made: ${before.length} files of compiled code. A start takes ${taken} of them, misses ${missed}, and ${same ? 'changes none' : 'CHANGES SOME'}.`,
  )
  console.log(`Until it listens: ${warm} ms with them, ${cold} ms without (median of ${RUNS}).`)
  process.exitCode = same && taken > 0 && missed === 0 ? 0 : 1

  /** The median of some starts. Nothing can write a cache where there is none: its folder is root's. */
  async function startMs() {
    const all: number[] = []
    for (let i = 0; i < RUNS; i += 1) all.push((await runImage(image, false)).startMs)
    return Math.round(all.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Root takes the part of another user, as in the image; anybody else can only be themselves. */
function someUser(): User {
  const id = (flag: string, ...name: string[]) =>
    Number(execFileSync('id', [flag, ...name], { encoding: 'utf8' }))
  return id('-u') === 0
    ? { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') }
    : { uid: id('-u'), gid: id('-g') }
}
