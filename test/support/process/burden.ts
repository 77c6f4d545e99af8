/**
 * `--import` this into a process with an IPC channel: it makes it carry what the test tells it to. `heap`
 * fills its heap to 92 %, `delay` holds its event loop up all the time, `files` opens files until there is
 * none left, `nothing` ends all of them.
 */
import { closeSync, openSync } from 'node:fs'
import { getHeapStatistics } from 'node:v8'

const SHARE = 0.92
const BLOCK = 50_000
const HOLD_MS = 1_100

export type Burden = 'heap' | 'delay' | 'files' | 'nothing'

let blocks: number[][] = []
let files: number[] = []
let holding: NodeJS.Timeout | undefined
const never = new Int32Array(new SharedArrayBuffer(4))

const BEGIN: Record<Burden, () => void> = {
  nothing: () => globalThis.gc?.(),
  heap() {
    const isLight = () => {
      const { used_heap_size, heap_size_limit } = getHeapStatistics()
      return used_heap_size < heap_size_limit * SHARE
    }
    while (isLight()) blocks.push(new Array<number>(BLOCK).fill(0.5))
  },
  delay() {
    holding = setInterval(() => Atomics.wait(never, 0, 0, HOLD_MS), 1)
  },
  files() {
    for (;;) {
      try {
        files.push(openSync('/dev/null', 'r'))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EMFILE') throw error
        return
      }
    }
  },
}

process.on('message', (burden: Burden) => {
  blocks = []
  clearInterval(holding)
  for (const file of files) closeSync(file)
  files = []
  BEGIN[burden]()
  process.send?.(burden)
})
// The channel alone keeps nothing alive.
process.channel?.unref()
