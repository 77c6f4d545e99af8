import { totalmem } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'

/** Milliseconds of mean delay of the event loop over one second. Beyond it, waiting helps nobody. */
const MAX_DELAY_MS = 1_000
/** Highest share of the heap, and of the memory that the process may have. Above it the process would soon end. */
const MAX_SHARE = 0.9
const RESOLUTION_MS = 10

/** The load of the process; bytes and milliseconds. */
export interface Load {
  heapUsed: number
  /** Memory of the process; the last known value if it cannot be read. */
  resident: number
  /** Mean delay of the event loop since the last look. */
  delayMs: number
  /** True if the heap or the memory is nearly full, or the event loop is late for the second look in turn. */
  isTooMuch: boolean
}

/** Measures the load, even when no file can be opened. */
export class LoadMeasure {
  last: Load = { heapUsed: 0, resident: 0, delayMs: 0, isTooMuch: false }
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #mostResident = availableMemory() * MAX_SHARE
  #lookedAt = performance.now()

  constructor() {
    this.#delays.enable()
  }

  /** Called at intervals: the delay is that of the time since the last call. */
  take(): Load {
    const { used_heap_size: heapUsed, heap_size_limit: heapLimit } = getHeapStatistics()
    const delayMs = this.#takeDelay()
    const resident = residentMemory() ?? this.last.resident
    // A process that was stopped for a while, or has just begun, is late once, and nothing waits for it.
    const staysLate = delayMs > MAX_DELAY_MS && this.last.delayMs > MAX_DELAY_MS
    const isTooMuch = staysLate || heapUsed > heapLimit * MAX_SHARE || resident > this.#mostResident
    this.last = { heapUsed, resident, delayMs, isTooMuch }
    return this.last
  }

  end() {
    this.#delays.disable()
  }

  #takeDelay(): number {
    const { count, mean } = this.#delays
    this.#delays.reset()
    const now = performance.now()
    const sinceLook = now - this.#lookedAt
    this.#lookedAt = now
    // A sample is the time between two turns of the event loop. Without a sample, the loop stood all the while.
    const turnMs = count > 0 ? mean / 1e6 : sinceLook
    return Math.max(0, turnMs - RESOLUTION_MS)
  }
}

/** Null if no file can be opened, because the value is read from a file. */
function residentMemory(): number | null {
  try {
    return process.memoryUsage.rss()
  } catch {
    return null
  }
}

/** What the container allows, or what the machine has, bytes. */
function availableMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}
