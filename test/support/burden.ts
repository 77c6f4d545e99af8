/**
 * `--import` this into a process with an IPC channel: it makes it carry what the test tells it to. `heap`
 * fills its heap to 92 %, `delay` holds its event loop up for 1.2 s at a time, `nothing` ends both.
 */
import { getHeapStatistics } from 'node:v8'

const SHARE = 0.92
const BLOCK = 50_000
const HOLD_MS = 1_200

let blocks: number[][] = []
let holding: NodeJS.Timeout | undefined
const never = new Int32Array(new SharedArrayBuffer(4))

process.on('message', (burden) => {
  blocks = []
  clearInterval(holding)
  if (burden === 'delay') holding = setInterval(() => Atomics.wait(never, 0, 0, HOLD_MS), 1)
  if (burden === 'heap') {
    const isLight = () => {
      const { used_heap_size, heap_size_limit } = getHeapStatistics()
      return used_heap_size < heap_size_limit * SHARE
    }
    while (isLight()) blocks.push(new Array<number>(BLOCK).fill(0.5))
  } else globalThis.gc?.()
  process.send?.(burden)
})
// The channel alone keeps nothing alive.
process.channel?.unref()
