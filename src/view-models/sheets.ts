/** Parts of every page: files of `static/css/`, in the order in which their rules come. */
const EVERY = ['tokens', 'base', 'controls', 'shell', 'components'] as const

/**
 * The one style sheet of each kind of page, by its parts. The job page has the first part of the result's,
 * because a result may come while the page is open.
 */
export const SHEETS = {
  plain: [...EVERY, 'textarea'],
  home: [...EVERY, 'textarea', 'home'],
  docs: [...EVERY, 'docs'],
  links: [...EVERY, 'links', 'upkeep'],
  job: [...EVERY, 'textarea', 'crop', 'frames', 'job', 'steps', 'track', 'result-first'],
  frame: [...EVERY, 'crop', 'frames', 'box-editor', 'frame', 'track'],
  result: [...EVERY, 'crop', 'result-first', 'result', 'links', 'print'],
} as const

export type Sheet = keyof typeof SHEETS
