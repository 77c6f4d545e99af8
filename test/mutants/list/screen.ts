import type { Mutant } from '../mutant.ts'

/** What is seen and pressed. */
export const SCREEN: Mutant[] = [
  {
    file: 'src/domain/box/box.ts',
    find: 'x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1',
    put: 'x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1',
    promise: 'a box that ends under the frame is not on it',
    tests: ['domain/box/box'],
  },
  {
    file: 'static/js/radar-config.js',
    find: 'spanGaps: false',
    put: 'spanGaps: true',
    promise: 'a gap of the radar stands where nothing was measured',
    tests: ['flows/result'],
  },
  {
    file: 'src/domain/result/numbers.ts',
    find: 'known === undefined || (known.value === null && number !== null)',
    put: 'known === undefined',
    promise: 'the first place that has a number wins, a null hides none',
    tests: ['domain/result/measures'],
  },
  {
    file: 'src/domain/result/numbers.ts',
    find: 'known === undefined || (known.value === null && number !== null)',
    put: 'number !== null || known === undefined',
    promise: 'the first place that has a number wins, a later one changes it not',
    tests: ['domain/result/measures'],
  },
  {
    file: 'views/fragments/frame/box-editor.eta',
    find: '<p class="box-status" role="status">',
    put: '<p class="box-status">',
    promise: 'where the box is is read aloud',
    tests: ['flows/frame/promises'],
  },
  {
    file: 'views/fragments/frame/box-editor.eta',
    find: '<p class="box-warning" role="status">',
    put: '<p class="box-warning">',
    promise: 'the warning of the editor is read aloud',
    tests: ['flows/frame/promises'],
  },
  {
    file: 'views/fragments/frame/filmstrip.eta',
    find: '<% if (frame.current) { %> aria-current="page"<% } %>',
    put: '',
    promise: 'the filmstrip names the frame that is shown',
    tests: ['flows/frame/promises'],
  },
  {
    file: 'static/js/box-editor/view.js',
    find: 'const CLICK_PX = 4',
    put: 'const CLICK_PX = 1',
    promise: 'a hand that trembles by a pixel has clicked, not dragged',
    tests: ['flows/frame/promises'],
  },
  {
    file: 'static/js/box-editor/state.js',
    find: 'if (same(box, now)) return history\n',
    put: '',
    promise: 'what changes nothing is no step of undo',
    tests: ['static/box-editor/state'],
  },
  {
    file: 'static/js/box-editor/state.js',
    find: "  else if (same(box, past.at(-1))) return { ...travel(history, 'past', 'future'), future: [] }\n",
    put: '',
    promise: 'a gesture that came back to where it began leaves no step behind',
    tests: ['static/box-editor/state'],
  },
  {
    file: 'static/js/frame-page.js',
    find: 'event.button === 0 && !event.ctrlKey && !event.metaKey',
    put: 'event.button === 0 && !event.metaKey',
    promise: 'Ctrl and a click opens a frame in another tab',
    tests: ['flows/frame/promises'],
  },
]
