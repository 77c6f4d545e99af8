/**
 * A player is chosen by a picture. If the page shows another picture of the player than at the press, as after a
 * reload, nobody is chosen any more, and the page says why.
 */

const KEY = `pressed ${location.pathname}`
const FORM = 'form[data-draft="choice"]'

/** What the form says of the picture of this player, such as `8.k3f`. @param {HTMLInputElement} radio */
function pictureOf(radio) {
  const seen = radio.form?.elements.namedItem('seen')
  const all = seen instanceof HTMLInputElement ? seen.value.split(' ') : []
  return all.find((one) => one.startsWith(`${radio.value}.`)) ?? ''
}

/** @param {HTMLInputElement} radio */
const keep = (radio) => sessionStorage.setItem(KEY, `${radio.id} ${pictureOf(radio)}`)

/** @param {boolean} isChanged */
function tell(isChanged) {
  const words = /** @type {HTMLElement | null} */ (
    document.querySelector(`${FORM} [data-picture-changed]`)
  )
  if (words) words.hidden = !isChanged
}

function look() {
  const radio = document.querySelector(`${FORM} [type="radio"]:checked`)
  if (!(radio instanceof HTMLInputElement)) return sessionStorage.removeItem(KEY)
  // A refused choice is shown on its answer; a stored one on every page.
  if (radio.defaultChecked && 'refused' in (radio.form?.dataset ?? {})) return
  if (radio.defaultChecked) return sessionStorage.removeItem(KEY)
  const [id, picture] = (sessionStorage.getItem(KEY) ?? '').split(' ')
  if (id !== radio.id) return keep(radio)
  if (picture === pictureOf(radio)) return
  radio.checked = false
  tell(true)
}

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement && target.matches(`${FORM} [type="radio"]`))) return
  keep(target)
  tell(false)
})
document.addEventListener('htmx:after:swap', look)
look()
