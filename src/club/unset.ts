import { ClubListUnset } from '../errors/club.ts'
import { createListWatch } from './list-watch.ts'
import type { Club } from './types.ts'

/** The list where none is wanted: it keeps nothing, and tells so to everyone who asks. */
export function unsetClub(): Club {
  const refuse = async () => {
    throw new ClubListUnset()
  }
  return {
    standing: 'unset',
    list: refuse,
    missing: refuse,
    nextWaiting: refuse,
    opened() {},
    came() {},
    stays() {},
    history: refuse,
    notes: refuse,
    addNote: refuse,
    cohort: refuse,
    knows: refuse,
    deleteNote: refuse,
    forget: refuse,
    takeOff: refuse,
    sizes: refuse,
    async did() {},
    saw() {},
    claim: async () => true,
    async write() {},
    notices: { labels: new Map(), tallies: new Map(), list: refuse, sendAgain: refuse },
    watch: createListWatch(),
    links: {
      make: refuse,
      live: async () => null,
      ofJob: refuse,
      page: refuse,
      revoke: refuse,
      opened() {},
    },
  }
}
