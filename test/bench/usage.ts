import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Loaded before a server under measurement: tells the parent, when asked, what the process has used. */
export interface Usage {
  rssBytes: number
  heapBytes: number
  /** CPU time of the process in its own code and in the kernel, milliseconds. */
  userMs: number
  systemMs: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('message', (message) => {
  if (message === 'collect') collect()
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const usage: Usage = {
    rssBytes: rss,
    heapBytes: heapUsed,
    userMs: user / 1000,
    systemMs: system / 1000,
  }
  process.send?.(usage)
})
// The channel alone does not keep a server alive, and its loss ends it.
process.channel?.unref()
process.on('disconnect', () => process.exit())
