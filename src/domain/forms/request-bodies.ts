import type { Selection } from '../job/job.ts'

/**
 * `select-track` for every version: the time under all three names, because a bare 0.0 is read as
 * missing by some (docs/architecture.md#rule-2; docs/contract.md#quirk-1). Nothing else at the top
 * level: extra keys are refused there.
 */
export function selectTrackBody(trackId: number | string, { timeSec, box }: Selection) {
  const time = timeSec ?? 0
  return {
    trackId,
    selection: { time_sec: time, frame_time_sec: time, frameTimeSec: time, bbox: box },
  }
}

/**
 * `target` for every version: the superset of the list form and the single form
 * (docs/contract.md#superset). `force` only when the analyst chose it.
 */
export function targetBody(
  { frameKey, timeSec, box }: Selection,
  options: { trackId: number | string | null; force: boolean },
) {
  const key = frameKey === null ? {} : { frame_key: frameKey }
  const time = timeSec ?? 0
  return {
    selections: [{ frame_time_sec: time, ...key, ...box }],
    ...key,
    time_sec: time,
    frame_time_sec: time,
    bbox: box,
    ...(options.trackId === null ? {} : { track_id: options.trackId }),
    ...(options.force ? { force: true } : {}),
  }
}

/** `player-ref`: the flat form, which every version reads; the time only as `frame_time_sec`. */
export function playerRefBody({ timeSec, box }: Selection) {
  return { frame_time_sec: timeSec ?? 0, ...box }
}

/** `selection`: flat entries (the January versions refuse nested boxes), each with its time. */
export function selectionBody(entries: readonly Selection[]) {
  return {
    selections: entries.map(({ frameKey, timeSec, box }) => ({
      frame_time_sec: timeSec ?? 0,
      ...(frameKey === null ? {} : { frame_key: frameKey }),
      ...box,
    })),
  }
}
