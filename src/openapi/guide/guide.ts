/** A part of the guide: paragraphs and a list. Words in backticks are code. */
export interface GuidePart {
  id: string
  title: string
  says: readonly string[]
  list?: readonly string[]
}

/** What belongs to no single route. The document and `/docs` both show it. */
export const GUIDE: readonly GuidePart[] = [
  {
    id: 'answers',
    title: 'What answers',
    says: [
      'A request about a job goes to the video-analysis service as it came, and its answer comes back as it is: status, bytes, and the headers that pass. Only what would be refused anyway is answered here, with a 400 that names every fault.',
      'Answers of the service may hold more keys than this document names. Older versions of it lack routes: a 404 with `detail` alone.',
      'Ask for JSON: send the body as `application/json`, or say `Accept: application/json`. A form of a browser gets a page at the same address.',
      'Every `GET` answers `HEAD` too. `OPTIONS` names the methods of an address, and another method is a 405 with `Allow`. A path with a slash at its end is a 308 to the one without.',
    ],
  },
  {
    id: 'order',
    title: 'The order of a job',
    says: ['Each change waits until the one before was answered.'],
    list: [
      '`POST /api/jobs` makes it.',
      'Wait for its frames and candidates: `GET /api/jobs/{jobId}/status`, about every second, until the status is `WAITING_FOR_SELECTION` or `progress.step` is `CANDIDATES_READY`. Give up after a time of your own.',
      '`GET /api/jobs/{jobId}` and `/candidates`: the frames with their tracks, and the tracks that may be the player.',
      '`select-track` (or `pick-player`, `player-ref`) stores the player, `target` the box of the player on one frame.',
      '`enqueue` starts the analysis.',
      '`GET /api/jobs/{jobId}/events` tells of every change and ends with the job.',
      '`GET /api/jobs/{jobId}/result`.',
    ],
  },
  {
    id: 'attempt',
    title: 'The attempt',
    says: [
      'A job has an attempt as soon as something was chosen. Every change must name it in `X-Analysis-Attempt-Id`, and most changes give a new one in `data.analysis_attempt_id`: send the newest. `GET /api/jobs/{jobId}` has it as `data.target.analysis_attempt_id`. A new job has none: then send none.',
      'A 409 with `ANALYSIS_ATTEMPT_MISMATCH` or `ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED` means that somebody else changed the job, or that the attempt was left out. Read the job again, look whether your change still makes sense, and only then send it with the new attempt.',
    ],
  },
  {
    id: 'ends',
    title: 'Which states end a job',
    says: ['Nothing changes after one of these until somebody acts.'],
    list: [
      '`PARTIAL`: finished, with a result whose ratings may be withheld. This is the usual end, and no error.',
      '`COMPLETED`: finished, with ratings.',
      '`FAILED`: see `error` and `failure_reason`; `retry` runs it again.',
      'Not ends: `WAITING_FOR_PLAYER` after an analysis means that the player was not found. Choose again. The stream goes on then and says no `done`: a script that waits for the end must look for this state too.',
      'Ratings that are null are withheld if `PLAYER_EVALUATION_WITHHELD` is among the warnings of the job. If all is null without that warning, the service has no result for the analysis. `outcome` of `GET /api/club/jobs` says which it is.',
    ],
  },
  {
    id: 'club-results',
    title: 'A result among the club’s own',
    says: [
      '`GET /jobs/{jobId}/result.json` holds the whole job as the service gives it, without the signatures of its addresses, and under `touchline` what the club adds. `touchline` is missing where there is no list, or where it could not be read in time.',
      'It is a file of a page: an error comes as a page, so decide on the status. A job without a result is a 404.',
    ],
    list: [
      '`touchline.cohort` is null where nothing was rated. `touchline.cohort.compared` and `touchline.cohort.words` say with whom the result is compared, or why with nobody.',
      'Where it is compared, `touchline.cohort.players`, `touchline.cohort.role`, `touchline.cohort.category` and `touchline.cohort.model` say the kind, `touchline.cohort.rules` how it is counted.',
      '`touchline.cohort.measures` has for each number that is ranked `measure`, `source`, `players`, `percentile_rank` and `quartiles`: the lower, the median and the upper one. Both are null where too few players have it.',
      '`touchline.notes` has the notes. They are also in `GET /api/club/jobs/{jobId}/history`, with what was done to the job.',
      'Several players side by side: ask for the file of each, since each is compared among its own kind. `GET /compare.csv?job=…&job=…` is their table, with the differences to the first.',
    ],
  },
  {
    id: 'errors-how',
    title: 'Errors',
    says: [
      'Errors of Touchline and of the service have one form: `ok` is false, `error` has `code` and `message`, `meta` the request id. Decide on the status first and on the code second: older versions of the service have no code or `HTTP_ERROR`.',
      'With `Accept: application/problem+json` errors of Touchline itself come as RFC 9457 has them. Those of the service stay as they are.',
      'Three errors of Touchline are else given word for word, with `error` as a text: `API_BASE_URL missing`, `Missing url` and `Invalid url`.',
    ],
  },
  {
    id: 'waiting',
    title: 'Sending again',
    says: [
      'Each 429 and 503 of Touchline says in `Retry-After` how many seconds to wait. A read may be sent again.',
      'A change is never sent twice by Touchline. After a 502 or 504 nobody knows whether it was made: read the job before you send it again.',
    ],
  },
]
