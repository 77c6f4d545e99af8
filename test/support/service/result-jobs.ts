import { recordedResult } from './stored-jobs.ts'

const rated = recordedResult('get-job--completed-report-done--200')
const withheld = recordedResult('get-job-view-full--partial--200')
const radar = { Finishing: 61, Positioning: 72, Composure: 66, 'Shot Power': 55 }
/** One job for each way in which a run can end, and some odd ones. */
export const RESULT_JOBS = {
  rated,
  withheld,
  failed: recordedResult('get-job--failed--200'),
  running: recordedResult('get-job-view-full--running--200'),
  missing: { status: 'COMPLETED', updated_at: '2026-11-22T08:22:25+00:00' },
  january: recordedResult('old-d650813--get-job--partial--200'),
  twin: rated,
  gaps: { ...rated, result: { match_rating_10: 6.5, radar } },
  beyond: {
    ...rated,
    result: { match_rating_10: 6.5, radar: { ...radar, Pace: 140, Passing: -20, Vision: 0 } },
  },
}
