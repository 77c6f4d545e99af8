/** What Playwright and Puppeteer both say of a request. */
interface Request {
  url(): string
  method(): string
  failure(): { errorText: string } | null
}
interface Response {
  status(): number
  request(): Request
}
interface Events {
  (event: 'request' | 'requestfinished' | 'requestfailed', listener: (_: Request) => void): void
  (event: 'response', listener: (_: Response) => void): void
}

/** The addresses of pages' event streams. */
const STREAM = /\/stream\?/
/** What Chromium and Firefox say of a request that the page itself has ended. */
const ENDED = /ERR_ABORTED|NS_BINDING_ABORTED/
/** What Chromium with scripting off says of a script that the head of a page names. */
const SCRIPT_OFF = 'csp'

/**
 * What a page asks for over its life. A look (GET) that ends because its page is left has not failed; all
 * else that gets no answer has.
 */
export function watchTraffic(page: { on: unknown }) {
  // Their types differ, their events do not.
  const on = (page.on as Events).bind(page)
  const open = new Set<Request>()
  const failed: string[] = []
  const refused: string[] = []
  let mostStreams = 0
  let wake = () => {}
  const told = (request: Request) => `${request.method()} ${new URL(request.url()).pathname}`
  const streams = () => [...open].filter((request) => STREAM.test(request.url()))
  const waiting = () => [...open].filter((request) => !STREAM.test(request.url()))
  const close = (request: Request) => {
    open.delete(request)
    wake()
  }

  on('request', (request) => {
    open.add(request)
    mostStreams = Math.max(mostStreams, streams().length)
  })
  on('response', (response) => {
    const status = response.status()
    if (status >= 400) refused.push(`${status} ${told(response.request())}`)
  })
  on('requestfinished', close)
  on('requestfailed', (request) => {
    close(request)
    const words = request.failure()?.errorText ?? ''
    const left = request.method() === 'GET' && ENDED.test(words)
    const unscripted = words === SCRIPT_OFF && request.url().endsWith('.js')
    if (!left && !unscripted) failed.push(`${told(request)}: ${words}`)
  })

  return {
    failed,
    /** Answers from 400 on. */
    refused,
    /** The most event streams that were open at once. */
    mostStreams: () => mostStreams,
    /** Requests that have no whole answer yet, streams aside. */
    waiting: () => waiting().map(told),
    /** When all that was asked for has been answered, streams aside. */
    async answered(): Promise<void> {
      while (waiting().length > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
export type Traffic = ReturnType<typeof watchTraffic>
