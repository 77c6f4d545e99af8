import { followChanges } from '../live.js'
import { createBars } from './bars.js'
import { createLife } from './life.js'

/** On a page that shows how far runs are: a job, the list. */
const bars = createBars(document)
const life = createLife(document)

followChanges(document, {
  swapped() {
    bars.hold()
    life.look()
  },
  returned: bars.forget,
  isOverdue: () => life.isOverdue,
})
