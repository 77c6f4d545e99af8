import { focusAfterAction, keepForeignAnswersOut } from './action-answers.js'
import { showLocalTimes } from './local-time.js'
import { lookAgain, watchPictures } from './lost-pictures.js'
import { scrollOverNumbers } from './number-wheel.js'
import { allowOneChange } from './one-change.js'

// Whoever loads it by hand opens it.
if (location.href.endsWith('again=yes')) history.replaceState(null, '', location.href.slice(0, -10))

/** What every page does beyond plain HTML, and works without. */
function enhance() {
  showLocalTimes(document)
  if (document.querySelector('button[data-copy][hidden]')) showCopyButtons().catch(reportError)
}

async function showCopyButtons() {
  const copy = await import('./copy.js')
  copy.showCopyButtons(document)
}

enhance()
scrollOverNumbers(document)
watchPictures(document)
keepForeignAnswersOut(document)
allowOneChange(document)
document.addEventListener('htmx:after:swap', (event) => {
  enhance()
  lookAgain(document)
  focusAfterAction(document, event)
})
