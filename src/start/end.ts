import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'

/** `SIGINT` and `SIGTERM` end the process by `close`; so do errors that nobody caught. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * A terminal and systemd send a signal to every process, and npm passes its own on. Two signals within this time
 * count as one, milliseconds.
 */
const ONE_SIGNAL_MS = 1_000

/**
 * Ends the process on a signal. Requests in flight may take `delay` milliseconds to finish. A second signal, later,
 * ends the process at once.
 */
export function endWhenTold(app: FastifyInstance, delay: number, close: () => Promise<void>) {
  const { log } = app
  const grace = closeWithGrace({ delay, logger: log, skip: [...SIGNALS] }, async ({ err }) => {
    if (err) log.error({ err }, 'the process ends on an error')
    await close()
  })
  let toldAt: number | null = null
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (toldAt === null) {
        toldAt = performance.now()
        app.background.run('end', () => grace.close())
      } else if (performance.now() - toldAt > ONE_SIGNAL_MS) {
        log.error(`${signal} again: the process ends at once`)
        process.exit(1)
      }
    })
  }
}
