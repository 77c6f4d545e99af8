/** Words of the protocol, such as `access_denied` (RFC 6749, 4.1.2.1). Other words are not repeated. */
export const OAUTH_WORD = /^[a-z_]{1,40}$/

/** Why a call to the provider failed, in one word for the log: a word of the protocol, the library or the network. */
export function reasonOf(error: unknown): string {
  const { name, code, cause, error: word } = error as NodeJS.ErrnoException & { error?: unknown }
  const said = typeof word === 'string' && OAUTH_WORD.test(word) ? word : null
  // `fetch` says in the cause why it failed, such as ECONNREFUSED.
  const under = (cause as { code?: unknown } | null | undefined)?.code
  return said ?? code ?? (typeof under === 'string' ? under : name) ?? 'unknown'
}
