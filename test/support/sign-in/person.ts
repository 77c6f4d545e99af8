import { request } from 'undici'
import { TOUCHLINE } from './provider.ts'

export interface Shown {
  status: number
  /** Where it was shown, after all redirects. */
  url: URL
  text: string
  headers: Record<string, string | string[] | undefined>
}

/**
 * A browser by sockets: it keeps cookies by host and path, follows redirects, and finds `touchline.test` at the port of
 * Touchline.
 */
export function newBrowser(port: () => number) {
  const jar = new Map<string, { host: string; path: string; pair: string }>()
  const cookiesFor = ({ hostname, pathname }: URL) =>
    [...jar.values()]
      .filter(({ host, path }) => host === hostname && pathname.startsWith(path))
      .map(({ pair }) => pair)
      .join('; ')

  function keep(url: URL, lines: string[]) {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ')
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
      const key = `${url.hostname} ${path} ${pair.split('=')[0]}`
      if (/=$/.test(pair) || attributes.some((one) => /^max-age=0$/i.test(one))) jar.delete(key)
      else jar.set(key, { host: url.hostname, path, pair })
    }
  }

  /** One request, its redirect not followed. */
  async function ask(
    href: string | URL,
    { method = 'GET' as 'GET' | 'POST', headers = {}, body = '' } = {},
  ): Promise<Shown> {
    const url = new URL(href, TOUCHLINE)
    const at = url.origin === TOUCHLINE ? `http://127.0.0.1:${port()}` : url.origin
    const cookie = cookiesFor(url)
    const answer = await request(at + url.pathname + url.search, {
      method,
      headers: {
        accept: 'text/html',
        host: url.host,
        ...(cookie === '' ? {} : { cookie }),
        ...headers,
      },
      ...(method === 'POST' ? { body } : {}),
    })
    keep(url, [answer.headers['set-cookie'] ?? []].flat())
    const text = await answer.body.text()
    return { status: answer.statusCode, url, text, headers: answer.headers }
  }

  /** Opens a page, over all its redirects. */
  async function open(href: string | URL): Promise<Shown> {
    let shown = await ask(href)
    for (let n = 0; n < 12 && shown.status >= 300 && shown.status < 400; n += 1) {
      shown = await ask(new URL(String(shown.headers['location']), shown.url))
    }
    return shown
  }

  /** Types a name at the provider and goes on from there. */
  async function signIn(at: Shown, login: string): Promise<Shown> {
    const action = /action="([^"]+)"/.exec(at.text)?.[1] ?? ''
    const answer = await ask(new URL(action, at.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ prompt: 'login', login, password: 'any' }).toString(),
    })
    const next = answer.headers['location']
    return next === undefined ? answer : open(new URL(String(next), answer.url))
  }

  return {
    ask,
    open,
    signIn,
    /** Opens a page of Touchline and signs in on the way. */
    enter: async (path: string, login: string) => signIn(await open(path), login),
    jar,
  }
}
