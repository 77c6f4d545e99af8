/** The options of each of our cookies: no script reads it, and no other site's form or picture sends it. */
export function ownCookie(path: string, isHttps: boolean) {
  return { path: path || '/', httpOnly: true, sameSite: 'lax', secure: isHttps } as const
}
