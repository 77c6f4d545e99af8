import { setTimeout as after } from 'node:timers/promises'
import type { App } from '../app.ts'

/** A job of `GET /api/club/jobs`. */
export type Item = Record<string, unknown> & { job_id: string }

/** Asks for the list until it is as the test waits for; the test's own time-out ends it. */
export function whenListed({ ask }: Pick<App, 'ask'>) {
  return async (is: (items: Item[]) => boolean, query = ''): Promise<Item[]> => {
    for (;;) {
      const answer = await ask(`/api/club/jobs${query}`)
      if (answer.status === 200) {
        const items: Item[] = answer.json().data.items
        if (is(items)) return items
      }
      await after(10)
    }
  }
}
