import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    background: Background
  }
}

/** Work that no request waits for: streams, looks at jobs, sweeps, timers. Its failure never ends the process. */
export interface Background {
  /** Begins the work now. A fault is logged and counted under its name. */
  run(name: string, work: () => unknown): void
  /** Begins the work again and again, never twice at a time, until the server closes. */
  every(name: string, ms: number, work: () => unknown): void
  /** Faults so far, by name. */
  readonly faults: ReadonlyMap<string, number>
}

/** Owns the promises that nobody awaits, so that no failure goes unseen. */
export const backgroundPlugin = fp(
  async (app) => {
    const faults = new Map<string, number>()
    const timers = new Set<NodeJS.Timeout>()

    async function owned(name: string, work: () => unknown): Promise<void> {
      try {
        await work()
      } catch (error) {
        faults.set(name, (faults.get(name) ?? 0) + 1)
        app.log.error({ err: error, work: name }, 'background work failed')
      }
    }

    app.decorate('background', {
      faults,
      run(name: string, work: () => unknown) {
        owned(name, work).catch(reportNothing)
      },
      every(name: string, ms: number, work: () => unknown) {
        let running = false
        const timer = setInterval(() => {
          if (running) return
          running = true
          owned(name, work)
            .finally(() => {
              running = false
            })
            .catch(reportNothing)
        }, ms).unref()
        timers.add(timer)
      },
    })
    app.addHook('preClose', async () => {
      for (const timer of timers) clearInterval(timer)
    })
  },
  { name: 'background' },
)

/** Only the log itself can have failed, so there is nobody left to tell. */
function reportNothing() {}
