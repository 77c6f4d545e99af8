import type { LogStream } from './logger.ts'

/** Most bytes of lines that wait for the reader. Further lines are dropped. */
const MOST_WAITING = 256 * 1024
/** Milliseconds between two tries to write. */
const AGAIN_MS = 50
/** How long the end of the process waits for a reader, milliseconds. */
const LAST_WAIT_MS = 500
const LINE_FEED = 10
const WARN = 40

/** Writes as many of the bytes as are taken now, and gives back how many. Throws as `fs.writeSync` does. */
export type Write = (bytes: Buffer) => number

/**
 * A log that never blocks and never ends the process. Each line is written at once. If the reader has stopped, lines
 * wait, and are dropped beyond a size. If the disk is full or there is no reader, they are dropped. The next line
 * that is written says how many were dropped.
 */
export class BoundedLog implements LogStream {
  dropped = 0
  readonly #write: Write
  #waiting: Buffer[] = []
  #bytes = 0
  #told = 0
  #isMidLine = false
  #ending = false
  #timer: NodeJS.Timeout | null = null

  constructor(write: Write) {
    this.#write = write
  }

  write(lines: string) {
    const bytes = Buffer.from(lines)
    if (this.#bytes + bytes.length > MOST_WAITING) this.dropped += linesIn(bytes)
    else this.#push(bytes)
    if (this.#ending) this.#wait()
    else if (this.#timer === null) this.#flush()
  }

  /** Writes what waits, if the reader still reads, because the process ends. */
  end() {
    this.#ending = true
    this.#wait()
  }

  #push(bytes: Buffer) {
    this.#waiting.push(bytes)
    this.#bytes += bytes.length
  }

  #wait() {
    const still = new Int32Array(new SharedArrayBuffer(4))
    this.#flush()
    for (let waited = 0; this.#bytes > 0 && waited < LAST_WAIT_MS; waited += AGAIN_MS) {
      Atomics.wait(still, 0, 0, AGAIN_MS)
      this.#flush()
    }
  }

  #flush() {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    try {
      while (this.#bytes > 0) this.#writeSome()
      if (this.#told === this.dropped) return
      this.#push(lineOfDropped(this.dropped - this.#told))
      this.#told = this.dropped
      while (this.#bytes > 0) this.#writeSome()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return this.#dropAll()
      if (!this.#ending) this.#timer = setTimeout(() => this.#flush(), AGAIN_MS).unref()
    }
  }

  #writeSome() {
    const bytes = this.#waiting.length === 1 ? this.#waiting[0]! : Buffer.concat(this.#waiting)
    this.#waiting = [bytes]
    const written = this.#write(bytes)
    this.#bytes -= written
    this.#isMidLine = bytes[written - 1] !== LINE_FEED
    this.#waiting = written < bytes.length ? [bytes.subarray(written)] : []
  }

  /** Drops all lines that wait. After half a line, the next write begins with a line feed. */
  #dropAll() {
    for (const bytes of this.#waiting) this.dropped += linesIn(bytes)
    this.#waiting = []
    this.#bytes = 0
    if (this.#isMidLine) this.#push(Buffer.from('\n'))
    this.#isMidLine = false
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1))
    lines += 1
  return lines
}

function lineOfDropped(lines: number): Buffer {
  return Buffer.from(
    `${JSON.stringify({ level: WARN, time: Date.now(), pid: process.pid, lines, msg: 'log lines were dropped' })}\n`,
  )
}
