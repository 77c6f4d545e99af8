import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** What somebody does in a browser, whichever it is. Elements are XPaths (controls.ts). */
export interface Person {
  open(url: string): Promise<void>
  /** Presses it as soon as it can be seen. */
  press(element: string): Promise<void>
  fill(element: string, text: string): Promise<void>
  /** Its text, as soon as it can be seen. */
  read(element: string): Promise<string>
  /** The key, where the focus is. */
  pressEnter(): Promise<void>
  back(): Promise<void>
  /** The value of a JavaScript expression in the page. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the page says
  evaluate(expression: string): Promise<any>
}

/** How long somebody waits for what the page promises, milliseconds: longer than a short match takes. */
export const PATIENCE_MS = 40_000

export function personAt(page: Page): Person {
  page.setDefaultTimeout(PATIENCE_MS)
  const at = (element: string) => page.locator(`xpath=${element}`).first()
  const person: Person = {
    open: async (url) => {
      await page.goto(url)
    },
    press: (element) => at(element).click(),
    fill: (element, text) => at(element).fill(text),
    read: async (element) => {
      await at(element).waitFor()
      return (await at(element).textContent()) ?? ''
    },
    pressEnter: () => page.keyboard.press('Enter'),
    back: async () => {
      await page.goBack()
    },
    evaluate: (expression) => page.evaluate(expression),
  }
  return withPictures(person, () => page.screenshot())
}

/** The same person. Where one waits in vain, the error names a picture of the page, in the folder for temporary files. */
export function withPictures(person: Person, take: () => Promise<Uint8Array>): Person {
  const actions = Object.entries(person).map(([name, action]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await action(...given)
      } catch (error) {
        const path = join(mkdtempSync(join(tmpdir(), 'touchline-')), 'page.png')
        writeFileSync(path, await take())
        throw new Error(`${name} ${given.join(' ')} (${path})`, { cause: error })
      }
    },
  ])
  return Object.fromEntries(actions)
}

/** Between two looks at a page whose driver cannot wait for it, milliseconds. */
const LOOK_AGAIN_MS = 50

export const NOT_YET = Symbol('not yet')

/**
 * What an action gives back as soon as it can be done. Swaps replace elements, so one that was found may be
 * gone when it is pressed: every failure is tried again, for as long as somebody has patience.
 */
export async function asSoonAsPossible<T>(action: () => Promise<T | typeof NOT_YET>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      const value = await action()
      if (value !== NOT_YET) return value
      if (Date.now() > deadline) throw new Error('It cannot be seen.')
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await pause(LOOK_AGAIN_MS)
  }
}
