/**
 * A bar never falls within one run. The server holds that too, but another replica may not
 * have seen how far the run was. @param {Document} page
 */
export function createBars(page) {
  /** @type {Map<string, number>} */
  let furthest = new Map()

  return {
    /** After a swap: a bar that would fall stays where it was. */
    hold() {
      const shown = new Map()
      for (const bar of page.querySelectorAll('progress[data-run]')) {
        if (!(bar instanceof HTMLProgressElement) || !bar.hasAttribute('value')) continue
        const run = bar.dataset['run'] ?? ''
        const most = Math.max(bar.value, furthest.get(run) ?? 0)
        shown.set(run, most)
        if (most > bar.value) raise(bar, most)
      }
      // A run that is not shown any more has ended: the next one begins at 0.
      furthest = shown
    },
    /** The page was out of sight: what is shown next may be another run. */
    forget() {
      furthest.clear()
    },
  }
}

/** @param {HTMLProgressElement} bar @param {number} most */
function raise(bar, most) {
  bar.value = most
  const words = bar.previousElementSibling?.querySelector('.pct')
  if (words) words.textContent = `${Math.round(most)} %`
}
