import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Loaded before a server under measurement: tells the parent, when asked, what the process has used. */
export interface Usage {
  rssBytes: number
  heapBytes: number
  /** How long the event loop was at work, milliseconds. */
  activeMs: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('message', (message) => {
  if (message === 'collect') collect()
  const { rss, heapUsed } = process.memoryUsage()
  const { active } = performance.eventLoopUtilization()
  const usage: Usage = { rssBytes: rss, heapBytes: heapUsed, activeMs: active }
  process.send?.(usage)
})
// The channel alone does not keep a server alive, and its loss ends it.
process.channel?.unref()
process.on('disconnect', () => process.exit())
