/**
 * A wheel over a number field scrolls the page, also while the field is typed in: a browser would change
 * the number. A field that is read-only for this one event is left alone and keeps its focus.
 * @param {Document} page
 */
export function scrollOverNumbers(page) {
  page.addEventListener(
    'wheel',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'number') return
      if (target.readOnly || target !== page.activeElement) return
      target.readOnly = true
      setTimeout(() => {
        target.readOnly = false
      })
    },
    { passive: true },
  )
}
