import type { Selection } from '../job/job.ts'

// Bodies that every version of the service understands. Those for names are in `names.ts`, for a new job in `create-job.ts`.

/**
 * The body of `select-track` for every version. The time stands under all three names, because some versions read a
 * bare 0.0 as missing (docs/architecture.md#rule-2; docs/contract.md#quirk-1). The top level has no other
 * keys, because the service refuses them.
 */
export function selectTrackBody(trackId: number | string, { timeSec, box }: Selection) {
  const time = timeSec ?? 0
  return {
    trackId,
    selection: { time_sec: time, frame_time_sec: time, frameTimeSec: time, bbox: box },
  }
}

/**
 * The body of `target` for every version: the superset of the list form and the single form
 * (docs/contract.md#superset). `force` is sent only if the analyst chose it.
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

/** The body of `player-ref`: the flat form, which every version reads. The time is only in `frame_time_sec`. */
export function playerRefBody({ timeSec, box }: Selection) {
  return { frame_time_sec: timeSec ?? 0, ...box }
}

/** The body of `selection`: flat entries with a time each. The January versions refuse nested boxes. */
export function selectionBody(entries: readonly Selection[]) {
  return {
    selections: entries.map(({ frameKey, timeSec, box }) => ({
      frame_time_sec: timeSec ?? 0,
      ...(frameKey === null ? {} : { frame_key: frameKey }),
      ...box,
    })),
  }
}
