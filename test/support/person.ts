import type { Page } from 'playwright-core'

/** What somebody does in a browser, whichever it is. Elements are XPaths (controls.ts). */
export interface Person {
  open(url: string): Promise<void>
  /** Presses it as soon as it can be seen. */
  press(element: string): Promise<void>
  fill(element: string, text: string): Promise<void>
  /** Its text, as soon as it can be seen. */
  read(element: string): Promise<string>
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
  return {
    open: async (url) => {
      await page.goto(url)
    },
    press: (element) => at(element).click(),
    fill: (element, text) => at(element).fill(text),
    read: async (element) => {
      await at(element).waitFor()
      return (await at(element).textContent()) ?? ''
    },
    back: async () => {
      await page.goBack()
    },
    evaluate: (expression) => page.evaluate(expression),
  }
}
