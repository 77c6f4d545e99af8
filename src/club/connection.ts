import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../config/database.ts'
import { ClubListOff } from '../errors/club.ts'
import type { Background } from '../lib/background.ts'
import { LateError, within } from '../lib/within.ts'
import { isInTheWay, whyLost } from './faults.ts'
import type { Told } from './store/notices/ends.ts'
import type { OpenStore } from './store/open.ts'
import type { ClubStore } from './types.ts'

/** The way to the store, which may be away: it comes back by itself. */
export interface Connection {
  /**
   * @throws ClubListOff if the store is away, or is lost meanwhile; what the statement is at fault for
   */
  use<T>(work: (store: ClubStore) => Promise<T>): Promise<T>
  readonly isOpen: boolean
  /** While it is opened for the first time: at the start of the process. */
  readonly firstOpening: Promise<void> | null
  /** Grows each time that the store is opened: what was known of an older one may not be in this one. */
  readonly openings: number
  /** Begins to open it. */
  open(): void
  close(): Promise<void>
}

/** A request waits this long for the store that is just being opened, and for its answer, milliseconds. */
const MOST_WAIT_MS = 3_000
/** A transaction that another one is in the way of is begun so often: PostgreSQL sees a deadlock after a second. */
const MOST_TRIES = 2
/** A store that was open for so long was in order, milliseconds. */
const LASTED_MS = 10_000
/** A lost server may never end its connections, milliseconds. */
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
  /** What the log was told of last. */
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
      // SQLite puts what it has written last into the file when it is closed.
      await within(MOST_CLOSING_MS, closing).catch(() => {})
      // Its modules are two hundred, which app.ts loads where there is a list: without one nobody does.
      const { openStore } = await import('./store/open.ts')
      const onLost = (error: Error) => {
        // One that is lost already says nothing of the one in its place.
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
    // One that is lost again at once, such as for a column that is missing, is not opened every second.
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

  /** Once for each reason, however often it is tried again. */
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

/** Without a password. */
function nameOf(database: Exclude<Database, { kind: 'off' }>): string {
  return database.kind === 'sqlite' ? database.file : new URL(database.url).host
}
