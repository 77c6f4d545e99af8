/**
 * Loaded before a server whose memory is measured: tells the parent, when asked, what the process has
 * used. No TypeScript, no flag set and no context made at run time: each of them makes a server slower
 * that is measured with it.
 *
 * @typedef {object} Usage
 * @property {number} rssBytes
 * @property {number} heapBytes
 * @property {number} userMs CPU time of the process in its own code, milliseconds
 * @property {number} systemMs CPU time in the kernel, milliseconds
 */

process.on('message', (message) => {
  if (message === 'collect') globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  /** @type {Usage} */
  const usage = {
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
