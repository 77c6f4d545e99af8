import http from 'node:http'
import type { Test } from 'tap'

export interface Event {
  id?: string
  event?: string
  data: string
}

/** One reader of an event stream, on a connection of its own. */
export interface Reader {
  status: number
  headers: http.IncomingHttpHeaders
  /** Everything that came so far but signs of life. */
  events: Event[]
  /** How many signs of life came: comments, or events named `alive`. */
  signs(): number
  /** What the events among them say of the next one, milliseconds, each once. */
  beats(): number[]
  /** The next event that is wanted and was not taken yet. */
  next(wanted?: (event: Event) => boolean): Promise<Event>
  /** When the stream has ended. */
  ended: Promise<void>
  leave(): void
}

/** Opens an event stream, or takes the answer that came instead of it; it closes with the test. */
export function openStream(
  t: Pick<Test, 'teardown'>,
  url: string,
  headers: Record<string, string> = {},
): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, headers }, (response) => {
      const events: Event[] = []
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      let taken = 0
      let signs = 0
      const beats = new Set<number>()
      let wake = () => {}
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const event = readEvent(block)
          if (event.event === 'alive') beats.add(Number(event.data))
          if (block.startsWith(':') || event.event === 'alive') signs += 1
          else events.push(event)
        }
        wake()
      })
      response.on('error', () => {})
      response.on('close', end)
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        events,
        signs: () => signs,
        beats: () => [...beats],
        ended,
        leave: () => request.destroy(),
        async next(wanted = () => true) {
          for (;;) {
            const found = events.findIndex((event, i) => i >= taken && wanted(event))
            if (found >= 0) {
              taken = found + 1
              return events[found]!
            }
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
        },
      })
    })
    request.on('error', reject)
    t.teardown(() => request.destroy())
  })
}

function readEvent(block: string): Event {
  const event: Event = { data: '' }
  const lines: string[] = []
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (field === 'data') lines.push(value ?? '')
    if (field === 'id') event.id = value ?? ''
    if (field === 'event') event.event = value ?? ''
  }
  event.data = lines.join('\n')
  return event
}
