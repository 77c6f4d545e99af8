const COMPONENTS = [
  'components/card',
  'components/badges',
  'components/facts',
  'components/notices',
  'components/live',
  'components/keys',
  'components/print-and-forced-colors',
  'components/list-tools',
] as const

/** Parts of every page: files of `static/css/`, in the order in which their rules come. */
const EVERY = ['tokens', 'base', 'controls', 'shell', ...COMPONENTS] as const

const BOX_EDITOR = [
  'box-editor/stage',
  'box-editor/marks',
  'box-editor/grip',
  'box-editor/fields',
] as const

const FRAME = ['frame/page', 'frame/picture', 'frame/video'] as const

const RESULT = ['result/page', 'result/table', 'result/radar', 'result/compare'] as const

/**
 * The one style sheet of each kind of page, by its parts. The job page has the first part of the result's,
 * because a result may come while the page is open.
 */
export const SHEETS = {
  plain: [...EVERY],
  home: [...EVERY, 'home'],
  docs: [...EVERY, 'docs'],
  links: [...EVERY, 'links', 'upkeep'],
  job: [
    ...EVERY,
    'crop',
    'frames',
    'job',
    'job-notes',
    'steps',
    'hold-presses',
    'track',
    'result/first',
  ],
  frame: [...EVERY, 'crop', 'frames', ...BOX_EDITOR, ...FRAME, 'track'],
  result: [...EVERY, 'crop', 'result/first', ...RESULT, 'links', 'result/print'],
} as const

export type Sheet = keyof typeof SHEETS
