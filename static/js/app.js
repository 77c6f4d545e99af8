import { focusAfterAction, keepForeignAnswersOut } from './action-answers.js'
import { localTime, showLocalTimes } from './local-time.js'
import { lookAgain, watchPictures } from './lost-pictures.js'
import { allowOneChange } from './one-change.js'

// A reload by hand is a new visit.
const byHand = location.href.replace(/[?&]again=yes(?=#|$)/, '')
if (byHand !== location.href) history.replaceState(null, '', byHand)

function enhance() {
  showLocalTimes(document)
  if (document.querySelector('button[data-copy][hidden]')) showCopyButtons().catch(reportError)
}

async function showCopyButtons() {
  const copy = await import('./copy.js')
  copy.showCopyButtons(document)
}

/** Loads the live module, or says that it cannot. */
function hear() {
  const module = document.getElementById('connection')?.dataset['module']
  if (!module) return
  import(module).catch(() => {
    const words = document.getElementById('touchline-silent')
    const time = words?.querySelector('time')
    if (words?.hidden && time) {
      time.textContent = localTime(new Date(), new Date())
      words.hidden = false
    }
    setTimeout(hear, 5_000)
  })
}

hear()
enhance()
watchPictures(document)
keepForeignAnswersOut(document)
allowOneChange(document)
document.addEventListener('htmx:after:swap', (event) => {
  enhance()
  lookAgain(document)
  focusAfterAction(document, event)
})
