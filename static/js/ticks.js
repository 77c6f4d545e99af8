/** Keeps the ticks of the list while its rows come and go: a ticked job that has left the page is still compared. */

/** The jobs that were ticked, by id. @type {Set<string>} */
const ticked = new Set()

const ticks = () =>
  /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input.tick'))

/** @param {HTMLInputElement} tick */
const note = ({ checked, value }) => (checked ? ticked.add(value) : ticked.delete(value))

function putBack() {
  const form = document.getElementById('compare-ticked')
  if (!form) return
  for (const tick of ticks()) tick.checked = ticked.has(tick.value)
  for (const old of form.querySelectorAll('input')) old.remove()
  const gone = [...ticked].filter((id) => !document.getElementById(`row-${id}`))
  for (const id of gone) {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name: 'job', value: id })
    form.append(input)
  }
  const words = document.getElementById('gone-ticked')
  if (words) {
    words.hidden = gone.length === 0
    words.firstElementChild?.replaceChildren(String(gone.length))
  }
  if (gone.length > 0) form.querySelector('button')?.removeAttribute('hidden')
}

document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.matches('input.tick')) note(target)
})
document.addEventListener('htmx:after:swap', putBack)
// The browser may have brought ticks back.
for (const tick of ticks()) note(tick)
