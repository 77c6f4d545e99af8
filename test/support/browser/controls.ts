/** The controls of our pages by role and name, as XPaths: every browser's driver knows those. */

export const heading = (words: string) =>
  `//*[self::h1 or self::h2][contains(normalize-space(), "${words}")]`
/** Those of the step that is to be taken now; one in a closed part of the page cannot be pressed. */
export const button = (name: string) =>
  `//button[normalize-space()="${name}" or @aria-label="${name}"]`
export const link = (name: string) => `//a[starts-with(normalize-space(), "${name}")]`
export const field = (label: string) =>
  `//*[@id=//label[starts-with(normalize-space(), "${label}")]/@for]`
export const named = (name: string) => `//*[@aria-label="${name}"]`
export const withText = (element: string, words: string) =>
  `//${element}[contains(normalize-space(), "${words}")]`

/** The nth track of the list that asks for the player, counted from 1. */
export const track = (n: number) => `(//input[@type="radio"])[${n}]`
/** The first track of that list that is not preselected. */
export const OTHER_TRACK = '(//input[@type="radio"][not(@checked)])[1]'
export const CANDIDATES = track(1)
/** The chosen player in words, and any but these. */
export const PLAYER = '//li[@id="player"]//p[@class="step-summary"]'
export const playerBut = (words: string) => `${PLAYER}[not(contains(., "${words}"))]`
export const CHANGE_PLAYER = withText('summary', 'Change player')
export const PROGRESS = named('Analysis progress')
export const FINISHED = `${named('Job status')}[contains(., "finished")]`
export const RESULT = '//a[normalize-space(.) = "Open the result"]'
export const PROBLEM = '//*[@role="alert"]//h2'
