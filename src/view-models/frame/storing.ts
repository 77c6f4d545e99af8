import type { Frame, Job } from '../../domain/job/job.ts'
import { BOXES_FULL, besideStored } from '../../domain/player/stored-boxes.ts'
import type { Urls } from '../../urls.ts'

/** The buttons that store the editor's box. */
export interface Storing {
  buttons: { label: string; action: string; force: boolean }[]
  /** What happens to stored boxes of other frames; null if there are none. */
  words: string | null
}

export function storingTarget(job: Job, frame: Frame, urls: Urls): Storing {
  const { here, others, full, keep } = besideStored(job, frame)
  const to = (action: string) => urls.action(job.id, action) + urls.fromFrame(frame.n)
  const target = to('target')
  if (!keep) {
    return {
      buttons: [{ label: 'Confirm target', action: target, force: false }],
      words: others > 0 ? dropsWords('Confirm target', others) : null,
    }
  }
  // A player drawn by hand has no track to check the box against, so the box is forced.
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
    words: `${full ? `${BOXES_FULL} ` : ''}${dropsWords('Replace all boxes', others)}`,
  }
}

function dropsWords(button: string, others: number): string {
  const boxes =
    others === 1 ? 'the stored box of another frame' : `the ${others} stored boxes of other frames`
  return `“${button}” drops ${boxes}.`
}
