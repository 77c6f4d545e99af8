/** Types that the parts of the element share: those of the server, and those that only a browser has. */

import type { Action, Point, State } from './types.ts'

export type * from './types.ts'

/** What a key does while the box has focus (docs/shortcuts.md); null: not ours. */
export type ActionOfKey = (
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
) => Action | null

export interface Editor {
  root: HTMLElement
  /** Finds an element under `root`. The fragment has every one of them. */
  // biome-ignore lint/suspicious/noExplicitAny: each caller knows its element
  find: (selector: string) => any
  state: () => State
  /** Where on the frame a pointer is. */
  at: (pointer: MouseEvent) => Point
  /** `typing` is the field that is being typed in, which is left as it is. */
  act: (action: Action, typing?: EventTarget | null) => void
  /** After each gesture: keeps the draft and says the result. */
  settle: (words?: string) => void
}
