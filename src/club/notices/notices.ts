import type { Webhooks } from '../../config/webhooks.ts'
import type { Notices } from '../types.ts'
import { createSender, type SenderOptions } from './sender.ts'

/** What only the plugin does with notices. */
interface Work {
  /** Sends the notices that are due. */
  send(): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

/** Most notices that a page shows. */
const MOST_SHOWN = 100

export function createNotices(
  options: Omit<SenderOptions, 'webhooks'> & { webhooks: Webhooks | null },
): Notices & Work {
  const { webhooks, connection, now } = options
  const hooks = webhooks?.hooks ?? []
  const sender = webhooks === null ? null : createSender({ ...options, webhooks })
  return {
    labels: new Map(hooks.map(({ id, label }) => [id, label])),
    tallies: sender?.tallies ?? new Map(),
    list: () => connection.use((store) => store.notices(MOST_SHOWN)),
    sendAgain: (id) => connection.use((store) => store.sendAgain(id, now())),
    async send() {
      await sender?.work()
    },
    async clear() {
      if (!connection.isOpen) return
      const ids = hooks.map(({ id }) => id)
      await connection.use((store) => store.clearNotices(ids, now()))
    },
    async close() {
      await sender?.close()
    },
  }
}
