import type { Mutant } from '../mutant.ts'

/** Which frame, which box and which player a change speaks of. */
export const FRAMES: Mutant[] = [
  {
    file: 'src/domain/frames/frame-matching.ts',
    find: 'if (frame === undefined) return null\n    const apart',
    put: 'if (frame === undefined) return matchFrame(frames, { frameKey: null, timeSec })\n    const apart',
    promise: 'a key that no frame has matches none, whatever its time',
    tests: ['domain/frames/frame-matching'],
  },
  {
    file: 'src/domain/frames/frame-matching.ts',
    find: "Math.abs(apart) > SAME_TIME_SEC ? null : { frame, by: 'key' }",
    put: "Number.isNaN(apart) ? null : { frame, by: 'key' }",
    promise: 'a frame with the key but of another time is another picture',
    tests: ['domain/frames/frame-matching'],
  },
  {
    file: 'src/domain/frames/frame-matching.ts',
    find: ' || Math.abs(nearest.timeSec - timeSec) > SAME_TIME_SEC',
    put: '',
    promise: 'a frame is matched by time within 0.05 s alone',
    tests: ['domain/frames/frame-matching'],
  },
  {
    file: 'views/fragments/job/step-target.eta',
    find: '<% if (stored.matchedByTime) { %>',
    put: '<% if (false) { %>',
    promise: 'a match by time is said',
    tests: ['routes/pages/job'],
  },
  {
    file: 'src/domain/player/target-standing.ts',
    find: "if (job.status === 'WAITING_FOR_TARGET') return { kind: 'asked-again' }\n",
    put: '',
    promise: 'a target that is asked for again is asked for again',
    tests: ['domain/player/target-standing'],
  },
  {
    file: 'src/domain/player/target-standing.ts',
    find: 'return other === undefined ? null : { trackId: other.id }',
    put: 'return null',
    promise: 'a target on another track than the player is asked for again',
    tests: ['domain/player/target-standing'],
  },
  {
    file: 'src/domain/forms/target.ts',
    find: 'a.frameKey === b.frameKey',
    put: 'a.frameKey !== b.frameKey',
    promise: 'a second box of a frame takes the place of its first',
    tests: ['domain/forms/forms'],
  },
  {
    file: 'src/domain/forms/target.ts',
    find: ': a.timeSec === b.timeSec',
    put: ': false',
    promise: 'a box without key takes the place of the one at its time',
    tests: ['domain/forms/forms'],
  },
  {
    file: 'src/domain/forms/target.ts',
    find: "force: textOf(fields, 'force') === 'true'",
    put: "force: textOf(fields, 'force') !== 'false'",
    promise: 'force is sent only where the analyst chose it',
    tests: ['domain/forms/forms'],
  },
  {
    file: 'src/view-models/frame/frame.ts',
    find: "new Set(['TARGET_MISMATCH', 'TRACK_NOT_IN_FRAME'])",
    put: "new Set(['TARGET_MISMATCH'])",
    promise: '"Use it anyway" is offered after TRACK_NOT_IN_FRAME',
    tests: ['routes/frame-force'],
  },
  {
    file: 'src/domain/http/request-bodies.ts',
    find: 'frameTimeSec: time, ',
    put: '',
    promise: 'select-track says the time in the words of every revision',
    tests: ['domain/http/request-bodies'],
  },
  {
    file: 'views/fragments/job/flow.eta',
    find: '<div id="flow-problem" hx-morph-skip-children>',
    put: '<div id="flow-problem">',
    promise: 'a problem stays on the page until it is read',
    tests: ['flows/live/problem'],
  },
]
