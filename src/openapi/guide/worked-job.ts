/** One step of the worked example: a recorded exchange, and the parts of its answer to show. */
export interface WorkedStep {
  title: string
  says: string
  /** The name of a recorded exchange (examples.jsonl). */
  recorded: string
  /** Paths into the answer, such as `data.status`. */
  shows: readonly string[]
}

/** A whole job of the service, from attempt to attempt, with a conflict (test/data/recordings.jsonl). */
export const WORKED_JOB: readonly WorkedStep[] = [
  {
    title: 'Make the job',
    says: 'Keep `data.job_id`: it is `$JOB` below.',
    recorded: 'create-job--with-request-id--200',
    shows: ['data.job_id', 'data.status'],
  },
  {
    title: 'Wait for the candidates',
    says: 'Ask about once a second, with a time limit, until the status is `WAITING_FOR_SELECTION`.',
    recorded: 'get-status--candidates-ready--200',
    shows: ['data.status', 'data.progress.step', 'data.progress.pct'],
  },
  {
    title: 'Read the frames and the tracks on them',
    says: 'Choose a track and a frame that it is on; keep the frame’s `key` and time and the track’s `bbox`. There is no attempt yet.',
    recorded: 'flow-67ab429-normal--1-get-job--200',
    shows: [
      'data.preview_frames.0.key',
      'data.preview_frames.0.time_sec',
      'data.preview_frames.0.tracks',
    ],
  },
  {
    title: 'Store the player',
    says: 'The first change gives the first attempt: it is `$ATTEMPT` from here on.',
    recorded: 'flow-67ab429-normal--3-select-track--200',
    shows: ['data.status', 'data.analysis_attempt_id'],
  },
  {
    title: 'Confirm the target',
    says: 'The box of the player on that frame. Keep the new attempt.',
    recorded: 'flow-67ab429-normal--4-target--200',
    shows: ['data.status', 'data.analysis_attempt_id'],
  },
  {
    title: 'Start the analysis',
    says: 'It answers with a new attempt once more.',
    recorded: 'flow-67ab429-normal--6-enqueue--200',
    shows: ['data.status', 'data.analysis_attempt_id'],
  },
  {
    title: 'A conflict',
    says: 'Whoever still sends the old attempt gets a 409. Do not send the same again: read the job, look whether the change still makes sense, then send it with the attempt that the job has now.',
    recorded: 'enqueue--twice-old-attempt--409',
    shows: ['ok', 'error.code', 'error.message', 'error.details'],
  },
  {
    title: 'Read the result',
    says: 'Once the status is `PARTIAL` or `COMPLETED`. After `FAILED` it is a 409 `JOB_FAILED`; then `retry` runs it again.',
    recorded: 'get-result--completed-tracking-only--200',
    shows: ['data.result.match_rating_10', 'data.warnings'],
  },
]

/** The step that follows the job to its end, with the stream as Touchline writes it. It comes after `after`. */
export const FOLLOWED = {
  after: 'A conflict',
  title: 'Follow it to its end',
  says: 'The stream tells of every change. After a break connect again: the first message is the whole state. `event: done` ends it.',
  stream: `data: {"status":"RUNNING","progress":{"step":"TRACKING","pct":41},"warnings":[],…}

data: {"status":"PARTIAL","progress":{"step":"COMPLETED","pct":100},"warnings":["PLAYER_EVALUATION_WITHHELD"],…}

event: done
data: {"status":"PARTIAL",…}`,
}
