import { asSoonAsPossible, NOT_YET, PATIENCE_MS, type Person, withPictures } from './person.ts'

/** One session with a browser's driver (W3C WebDriver), down to what a person needs. */
export interface Session {
  person: Person
  end(): Promise<void>
}

/** The key under which an element stands in answers: a constant of the standard. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** The Enter key, likewise. */
const ENTER = '\uE007'

/** `driver`: its origin. Throws what the driver says. */
export async function openSession(driver: string, capabilities: object): Promise<Session> {
  async function call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    // biome-ignore lint/suspicious/noExplicitAny: each command answers with a shape of its own
  ): Promise<any> {
    const answer = await fetch(driver + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const { value } = (await answer.json()) as { value: { error: string; message: string } }
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
  const { sessionId } = await call('POST', '/session', {
    capabilities: { alwaysMatch: capabilities },
  })
  const at = `/session/${sessionId}`
  await call('POST', `${at}/timeouts`, { pageLoad: PATIENCE_MS })

  const withElement = <T>(xpath: string, action: (element: string) => Promise<T>): Promise<T> =>
    asSoonAsPossible(async () => {
      const found = await call('POST', `${at}/element`, { using: 'xpath', value: xpath })
      const element = `${at}/element/${found[ELEMENT]}`
      return (await call('GET', `${element}/displayed`)) ? action(element) : NOT_YET
    })

  const person: Person = {
    open: (url) => call('POST', `${at}/url`, { url }),
    press: (xpath) => withElement(xpath, (element) => call('POST', `${element}/click`, {})),
    fill: (xpath, text) =>
      withElement(xpath, async (element) => {
        await call('POST', `${element}/clear`, {})
        await call('POST', `${element}/value`, { text })
      }),
    read: (xpath) =>
      withElement(xpath, (element) => call('GET', `${element}/property/textContent`)),
    pressEnter: async () => {
      const keys = ['keyDown', 'keyUp'].map((type) => ({ type, value: ENTER }))
      await call('POST', `${at}/actions`, { actions: [{ type: 'key', id: 'keys', actions: keys }] })
    },
    back: () => call('POST', `${at}/back`, {}),
    evaluate: (expression) =>
      call('POST', `${at}/execute/sync`, { script: `return ${expression}`, args: [] }),
  }
  const picture = async () => Buffer.from(await call('GET', `${at}/screenshot`), 'base64')
  return { person: withPictures(person, picture), end: () => call('DELETE', at) }
}
