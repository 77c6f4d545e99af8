import type { Trouble } from './watch.ts'

/** Chooses the one trouble that readers hear of, among the troubles of several watches and our own. */
export interface Troubles {
  of(index: number, trouble: Trouble | null): void
  /** Nothing could be told since then, milliseconds of `performance.now()`; null: all is told. */
  behind(since: number | null): void
  readonly now: Trouble | null
}

/**
 * Readers of several jobs hear that the service is silent only if it is silent on every job that it knows. A job that
 * is gone is shown in their list. `say` is called when the trouble changes.
 */
export function createTroubles(count: number, say: (trouble: Trouble | null) => void): Troubles {
  const troubles: (Trouble | null)[] = Array.from({ length: count }, () => null)
  let behindSince: number | null = null
  let said: Trouble | null = null

  function look() {
    const now = newest()
    if (now?.kind === said?.kind) return
    said = now
    say(now)
  }

  function newest(): Trouble | null {
    if (behindSince !== null) return { kind: 'silent', since: behindSince }
    if (count === 1) return troubles[0] ?? null
    if (troubles.includes(null)) return null
    return troubles.find((trouble) => trouble?.kind === 'silent') ?? null
  }

  return {
    get now() {
      return said
    },
    of(index, trouble) {
      troubles[index] = trouble
      look()
    },
    behind(since) {
      behindSince = since
      look()
    },
  }
}
