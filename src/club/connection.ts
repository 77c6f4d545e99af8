import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../config/database.ts'
import { ClubListOff } from '../errors/club.ts'
import type { Background } from '../lib/background.ts'
import { LateError, within } from '../lib/within.ts'
import { isInTheWay, whyLost } from './faults.ts'
import type { Told } from './store/notices/ends.ts'
import type { OpenStore } from './store/open.ts'
import type { ClubStore } from './types.ts'

/** The connection to the store. A store that is away is opened again without being asked for. */
export interface Connection {
  /**
   * @throws ClubListOff if the store is away or is lost during the work; the error of a wrong statement or value
   */
  use<T>(work: (store: ClubStore) => Promise<T>): Promise<T>
  readonly isOpen: boolean
  /** The first opening, at the start of the process, while it goes on; otherwise null. */
  readonly firstOpening: Promise<void> | null
  /** Grows each time that the store is opened. The new store may lack what was known of the old one. */
  readonly openings: number
  /** Begins to open the store. */
  open(): void
  close(): Promise<void>
}

/** Milliseconds that a request waits for the first opening of the store, and again for its answer. */
const MOST_WAIT_MS = 3_000
/** How often a transaction that another one blocks is tried: PostgreSQL detects a deadlock after a second. */
const MOST_TRIES = 2
/** A store that stayed open this long was sound, milliseconds. Its loss starts with the shortest wait again. */
const LASTED_MS = 10_000
/** Milliseconds to wait until a lost store is closed: a lost server may never end its connections. */
const MOST_CLOSING_MS = 500
const AGAIN_MS = { first: 1_000, most: 30_000 }

export function createConnection(options: {
  database: Exclude<Database, { kind: 'off' }>
  background: Background
  log: FastifyBaseLogger
  onChange: () => void
  told?: Told
}): Connection {
  const { database, background, log, onChange, told } = options
  let open: OpenStore | null = null
  let opening: Promise<void> | null = null
  let closing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  let openings = 0
  let openedAt = 0
  let closed = false
  /** The reason that was logged last; null if the list is not known to be away. */
  let said: string | null = null

  function begin() {
    if (closed || open !== null || opening !== null) return
    clearTimeout(timer)
    opening = tryToOpen().finally(() => {
      opening = null
    })
    background.run('opening the list', () => opening)
  }

  async function tryToOpen() {
    try {
      // SQLite puts its last changes into the file when the file is closed.
      await within(MOST_CLOSING_MS, closing).catch(() => {})
      // The store has two hundred modules. app.ts loads them early, and only if there is a list.
      const { openStore } = await import('./store/open.ts')
      const onLost = (error: Error) => {
        // The loss of an older store says nothing about the store in its place.
        if (open !== null && open === found) lose(error)
      }
      const found: OpenStore = await openStore(database, onLost, told)
      if (closed) return await found.store.close()
      open = found
      openings += 1
      openedAt = performance.now()
      if (said !== null) log.warn("the club's list is back")
      said = null
      onChange()
    } catch (error) {
      lose(error)
    }
  }

  function lose(error: unknown) {
    const lost = open
    open = null
    // A store that is lost again at once, for a missing column for example, is not opened every second.
    if (lost !== null && performance.now() - openedAt > LASTED_MS) failures = 0
    say(error)
    if (!closed) {
      clearTimeout(timer)
      timer = setTimeout(begin, Math.min(AGAIN_MS.first * 2 ** failures, AGAIN_MS.most)).unref()
      failures += 1
    }
    if (lost === null) return
    closing = lost.store.close()
    background.run('closing the lost list', () => closing)
    onChange()
  }

  /** Logs each reason once, however often the opening is tried again. */
  function say(error: unknown) {
    const late = error instanceof LateError ? 'it does not answer in time' : null
    const why = late ?? whyLost(error) ?? (error as Error).message
    if (why === said || closed) return
    said = why
    log.error(
      { database: nameOf(database) },
      `the club's list is off, everything else goes on: ${why}`,
    )
  }

  return {
    get isOpen() {
      return open !== null
    },
    get firstOpening() {
      return openings === 0 && failures === 0 ? opening : null
    },
    get openings() {
      return openings
    },
    open: begin,
    async use(work) {
      if (opening !== null && openings === 0) await within(MOST_WAIT_MS, opening).catch(() => {})
      if (open?.isThere() === false) {
        failures = 0
        lose(new Error('the file was deleted or replaced, or nobody may look at it'))
        begin()
        await opening
      }
      const using = open
      if (using === null) throw new ClubListOff()
      try {
        return await within(MOST_WAIT_MS, again(work, using.store))
      } catch (error) {
        if (whyLost(error) === null) throw error
        if (open === using && !isInTheWay(error)) lose(error)
        throw new ClubListOff()
      }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await opening
      await open?.store.close()
      open = null
    },
  }
}

async function again<T>(work: (store: ClubStore) => Promise<T>, store: ClubStore): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work(store)
    } catch (error) {
      if (tries >= MOST_TRIES || !isInTheWay(error)) throw error
    }
  }
}

/** The name of the database, without its password. */
function nameOf(database: Exclude<Database, { kind: 'off' }>): string {
  return database.kind === 'sqlite' ? database.file : new URL(database.url).host
}
