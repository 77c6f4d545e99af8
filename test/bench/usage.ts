import { type EventLoopUtilization, performance } from 'node:perf_hooks'

/** Loaded before a server under measurement: tells the parent, when asked, what the process has used. */
export interface Usage {
  /** Of all threads, microseconds. */
  cpuUs: number
  rssBytes: number
  heapBytes: number
  /** How long the event loop was at work, milliseconds. */
  activeMs: number
}

let before: EventLoopUtilization | undefined
process.on('message', (message) => {
  if (message !== 'usage') return
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const { active } = performance.eventLoopUtilization(before)
  before = undefined
  const usage: Usage = {
    cpuUs: user + system,
    rssBytes: rss,
    heapBytes: heapUsed,
    activeMs: active,
  }
  process.send?.(usage)
})
// The channel alone does not keep a server alive, and its loss ends it.
process.channel?.unref()
process.on('disconnect', () => process.exit())
