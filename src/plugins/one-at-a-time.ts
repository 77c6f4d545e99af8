import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Waits until nobody else changes the job through this process; call the answer when done. */
    takeTurn(jobId: string): Promise<() => void>
  }
}

/**
 * The pages' changes of one job go one after the other: each looks at the job that the last one left.
 * So ten presses of "Start analysis" start it once, even with a revision that has no attempt fence.
 */
export const oneAtATimePlugin = fp(
  async (app) => {
    const last = new Map<string, Promise<void>>()

    app.decorate('takeTurn', async (jobId: string) => {
      const before = last.get(jobId)
      const { promise: mine, resolve } = Promise.withResolvers<void>()
      last.set(jobId, mine)
      await before
      return () => {
        if (last.get(jobId) === mine) last.delete(jobId)
        resolve()
      }
    })
  },
  { name: 'one-at-a-time' },
)
