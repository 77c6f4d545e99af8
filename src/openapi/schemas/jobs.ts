import { Type } from '@sinclair/typebox'
import { eitherNull, maybe, named, nullable, someOf, success, text, time } from './words.ts'

const ids = { job_id: text('The id of the job'), id: text('The same') }
const status = named('Status')
const progress = named('Progress')
const warnings = named('Warnings')
const attempt = {
  analysis_attempt_id: maybe(
    text('The attempt now: the next change sends it as `X-Analysis-Attempt-Id`'),
  ),
}
const failure = { error: nullable('string'), failure_reason: nullable('string') }
const frames = { frames_processed: maybe(nullable('integer')) }
const finished = { result: named('Result'), assets: named('Assets'), warnings }
const player = eitherNull(named('PlayerRef'))
const target = eitherNull(named('Target'))

/** The answers of the service to reads and actions (docs/contract.md#routes). */
export const ANSWERS = {
  NewJob: success(Type.Object({ ...ids, status })),
  Job: success(
    Type.Object({
      ...ids,
      status,
      category: nullable('string'),
      role: nullable('string'),
      video_url: nullable('string'),
      preview_frames: Type.Array(
        Type.Unsafe({
          anyOf: [
            named('PreviewFrame'),
            { type: 'string', description: 'A bare key, in old jobs' },
          ],
        }),
      ),
      progress,
      ...frames,
      player_ref: player,
      playerSaved: Type.Boolean(),
      target,
      targetSaved: Type.Boolean(),
      ...finished,
      ...failure,
      created_at: time('When it was made'),
      updated_at: time('When it changed'),
    }),
  ),
  JobStatus: success(
    Type.Object({
      ...ids,
      status,
      progress,
      ...frames,
      warnings,
      ...failure,
      updated_at: time('When it changed'),
    }),
  ),
  JobResult: success(Type.Object({ ...ids, ...finished })),
  Candidates: success(
    Type.Object({
      status: text(
        '`NOT_STARTED`, `PENDING_QUEUE`, `PROCESSING`, `READY`, `LOW_COVERAGE` or `FAILED`',
      ),
      framesProcessed: nullable('integer'),
      candidates: Type.Array(
        someOf({
          trackId: Type.Integer(),
          coveragePct: nullable('number', 'A ratio 0 to 1, despite the name'),
          stabilityScore: nullable('number', '0 to 1'),
          tier: nullable('string', '`PRIMARY` or `SECONDARY`'),
          bestPreviewFrameKey: nullable('string'),
          sampleFrames: Type.Array(Type.Unsafe({ type: 'object' })),
        }),
      ),
      autodetection: Type.Unsafe({ type: 'object' }),
    }),
  ),
  Frames: success(Type.Object({ items: Type.Array(named('PreviewFrame')) })),
  Diagnostic: success(
    Type.Object({ ...ids, status, progress, can_enqueue: Type.Boolean(), assets: Type.Object({}) }),
  ),
  ReportAnswer: success(named('Report')),
  TrackSelected: success(
    Type.Object({
      ...ids,
      status,
      player_ref: player,
      target,
      target_suggestion: maybe(eitherNull(someOf({ time_sec: Type.Number(), bbox: named('Box') }))),
      progress,
      ...attempt,
    }),
  ),
  PlayerPicked: success(
    Type.Object({ ...ids, status, player_ref: player, target, progress, ...attempt }),
  ),
  PlayerDrawn: success(Type.Object({ ...ids, player_ref: player, ...attempt })),
  TargetStored: success(
    Type.Object({
      ...ids,
      status,
      target: maybe(target),
      warnings: maybe(warnings),
      progress: maybe(progress),
      ...attempt,
    }),
  ),
  ActionDone: success(
    Type.Object({ ...ids, status: text('As it is stored: not mapped'), ...attempt }),
  ),
  Retried: success(
    Type.Object({
      ...ids,
      status: text('As it is stored: not mapped'),
      retry_count: maybe(Type.Integer()),
      already_active: maybe(Type.Boolean()),
      ...attempt,
    }),
  ),
  ProfileStored: success(
    Type.Object({
      job_id: ids.job_id,
      player: someOf({
        player_name: nullable('string'),
        team_name: nullable('string'),
        shirt_number: nullable('integer'),
      }),
    }),
  ),
}
