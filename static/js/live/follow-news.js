import { followChanges } from '../live.js'

/** On a page that shows a job and only says that it has changed: a frame, a result. */
followChanges(document)
