import { focusAfterAction, keepForeignAnswersOut } from './action-answers.js'
import { showLocalTimes } from './local-time.js'
import { lookAgain, watchPictures } from './lost-pictures.js'
import { scrollOverNumbers } from './number-wheel.js'
import { allowOneChange } from './one-change.js'

/** What every page does beyond plain HTML; each part leaves the page usable when it does not run. */
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
