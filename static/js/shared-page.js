import { showCopyButtons } from './copy.js'
import { showLocalTimes } from './local-time.js'

/** The page of a link asks for nothing: it stays as it was opened. */
showCopyButtons(document)
showLocalTimes(document)
