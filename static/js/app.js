import { keepForeignAnswersOut } from './action-answers.js'
import { showCopyButtons } from './copy.js'
import { announce, focusAfterAction } from './job-page.js'
import { followChanges } from './live.js'
import { showLocalTimes } from './local-time.js'
import { lookAgain, watchPictures } from './lost-pictures.js'
import { scrollOverNumbers } from './number-wheel.js'
import { allowOneChange } from './one-change.js'

/** What every page does beyond plain HTML; each part leaves the page usable when it does not run. */
function enhance() {
  showCopyButtons(document)
  showLocalTimes(document)
}

enhance()
scrollOverNumbers(document)
watchPictures(document)
followChanges(document)
keepForeignAnswersOut(document)
allowOneChange(document)
document.addEventListener('htmx:after:swap', (event) => {
  enhance()
  lookAgain(document)
  announce(document)
  focusAfterAction(document, event)
})
