import type { Urls } from '../urls.ts'
import { type PageModel, page } from './page.ts'

/** `views/pages/shortcuts.eta`. */
export interface ShortcutsPage extends PageModel {
  groups: readonly ShortcutGroup[]
}

interface ShortcutGroup {
  id: string
  title: string
  /** `press` names one or several keys; several are alternatives. */
  keys: readonly { press: readonly string[]; to: string }[]
}

export function toShortcutsPage(urls: Urls): ShortcutsPage {
  return { ...page(urls, 'Keyboard shortcuts'), groups: GROUPS }
}

const key = (press: string | string[], to: string) => ({ press: [press].flat(), to })

/** What `static/js/box-editor.js`, `static/js/frame-page.js` and `static/js/frame/video.js` do. */
const GROUPS: readonly ShortcutGroup[] = [
  {
    id: 'player-keys',
    title: 'Choosing the player, on the job page',
    keys: [
      key(['↑', '↓'], 'Choose the previous or the next track'),
      key('Enter', 'Start with the chosen track, or use it; without script, use it'),
    ],
  },
  {
    id: 'frame-keys',
    title: 'On a frame, outside the box and outside fields',
    keys: [
      key(['←', '→'], 'Previous or next frame'),
      key(['Shift+←', 'Shift+→'], 'Previous or next frame that shows the track'),
      key('Ctrl+Enter', 'Store the box of this frame; works in the box and in fields too'),
      key(['A', 'B', 'C'], 'In the list of players: choose the player of that letter'),
    ],
  },
  {
    id: 'video-keys',
    title: 'With the focus in “See it move”',
    keys: [key([',', '.'], 'Previous or next picture of the video'), key('Esc', 'Close the video')],
  },
  {
    id: 'box-keys',
    title: 'While the box has the focus',
    keys: [
      key(
        ['←', '→', '↑', '↓'],
        'Move the box by 1 pixel of the frame, or resize it in resize mode',
      ),
      key(['Shift+arrow'], 'The same by 10 pixels'),
      key(['+', '-'], 'Grow or shrink the box about its centre'),
      key(['R', 'Enter'], 'Change what the arrows do: move, or resize from a corner'),
      key('Esc', 'Cancel a drawing or a drag'),
      key(['Ctrl+Z'], 'Undo'),
      key(['Ctrl+Y', 'Ctrl+Shift+Z'], 'Redo'),
    ],
  },
]
