import type { Box } from '../contracts/box.ts'
import type { DemoJob } from './job.ts'

/** Stores the one anchor of a confirmed target, in the two shapes in which it is read. */
export function storeTarget(
  job: DemoJob,
  selection: { frame_key: string | null; time_sec: number; bbox: Box },
): void {
  const { frame_key, time_sec, bbox } = selection
  job.target = {
    ...job.target,
    selections: [{ frame_key, frame_time_sec: time_sec, ...bbox }],
    confirmed: true,
    selection,
  }
}
