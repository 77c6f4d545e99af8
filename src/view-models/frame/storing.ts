import type { Frame, Job } from '../../domain/job/job.ts'
import { BOXES_FULL, besideStored } from '../../domain/player/stored-boxes.ts'
import type { Urls } from '../../urls.ts'
import { count } from '../format.ts'

/** The buttons that store the box of the editor. The first is what Enter in a field presses. */
export interface Storing {
  buttons: { label: string; action: string; force: boolean }[]
  /** What becomes of the boxes that are stored; null where none is but this frame's. */
  words: string | null
}

export function storingTarget(job: Job, frame: Frame, urls: Urls): Storing {
  const { here, others, full, keep } = besideStored(job, frame)
  const to = (action: string) => urls.action(job.id, action) + urls.fromFrame(frame.n)
  const target = to('target')
  const stored = count(others, 'stored box', 'stored boxes')
  if (!keep) {
    return {
      buttons: [{ label: 'Confirm target', action: target, force: false }],
      words: others > 0 ? `“Confirm target” puts this box in the place of the ${stored}.` : null,
    }
  }
  // A player drawn by hand has no track that a box could fit.
  const force = job.playerRef?.trackId == null
  return {
    buttons: [
      {
        label: here ? 'Replace this box' : 'Add this box',
        action: to('selection'),
        force: false,
      },
      { label: 'Replace all boxes', action: target, force },
    ],
    words: `${full ? `${BOXES_FULL} ` : ''}“Replace all boxes” drops the ${stored}.`,
  }
}
