/** What the rooms of the element share: beside the types that the server knows too, those that only a browser has. */

import type { Action, Point, State } from './types.ts'

export type * from './types.ts'

/** What a key does while the box has focus (docs/shortcuts.md); null: not ours. */
export type ActionOfKey = (
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
) => Action | null

export interface Editor {
  root: HTMLElement
  /** The one element under `root`: the fragment has all that is asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: each caller knows its element
  find: (selector: string) => any
  state: () => State
  /** Where on the frame a pointer is. */
  at: (pointer: MouseEvent) => Point
  /** `typing` is the field that is being typed in, which is left as it is. */
  act: (action: Action, typing?: EventTarget | null) => void
  /** After each gesture: keeps the draft and says what came of it. */
  settle: (words?: string) => void
}
