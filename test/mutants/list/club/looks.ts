import type { Mutant } from '../../mutant.ts'

/** What the club's list asks the service for, and what it reads of what others ask. */
export const LOOKS: Mutant[] = [
  {
    file: 'src/club/service/read-order.ts',
    find: 'if (began < (newest.get(jobId) ?? 0)) return true',
    put: 'if (began < 0) return true',
    promise: 'what was asked for before a change does not undo it in the list',
    tests: ['club/recording'],
  },
  {
    file: 'views/fragments/track/choice.eta',
    find: ' hx-status:5xx="swap:none"></p>',
    put: '></p>',
    promise: 'who only looks at the choice is not told that a question of the page failed',
    tests: ['flows/tracks'],
  },
  {
    file: 'src/club/service/presence.ts',
    find: 'const path = `/jobs/',
    put: 'const path = `/health?',
    promise: 'whoever asks whether the service is there lets no calls through that hang',
    tests: ['club/service-away'],
  },
  {
    file: 'src/view-models/job/job.ts',
    find: 'urls.again(urls.job(input.job.id))',
    put: 'urls.job(input.job.id)',
    promise: 'a page without script that loads itself anew brings no job back to the list',
    tests: ['routes/club-taken-off'],
  },
  {
    file: 'src/routes/pages/frame.ts',
    find: "if (request.headers['if-none-match'] === undefined)",
    put: 'if (true)',
    promise: 'frames that an open page fetches ahead bring no job back to the list',
    tests: ['routes/club-taken-off'],
  },
  {
    file: 'src/club/looks.ts',
    find: "why === 'deed' ? AT_ONCE : AT_ONCE - 1",
    put: 'AT_ONCE',
    promise: 'what somebody has just done is looked at before what the sweep has found',
    tests: ['club/looks'],
  },
  {
    file: 'src/club/plugin.ts',
    find: "    app.addHook('preClose', async () => looks.end())\n",
    put: '',
    promise: 'a Touchline that stops begins no look any more',
    tests: ['club/looks'],
  },
  {
    file: 'src/club/asked.ts',
    find: 'isBusy(said) ? SAME_STAGE_MS : 0',
    put: '0',
    promise: 'while previews are made a job that is followed is looked at in full every 5 s',
    tests: ['club/looks'],
  },
  {
    file: 'src/club/script-reads.ts',
    find: 'isNew(jobId, one.body) ? jobInBody(jobId, one.body) : null',
    put: 'isNew(jobId, one.body) || true ? jobInBody(jobId, one.body) : null',
    promise: 'an answer of a script that says the same again is read once a minute',
    tests: ['club/script-reads'],
  },
  {
    file: 'src/club/store/rows.ts',
    find: 'JSON.stringify([WORDS, facts])',
    put: 'JSON.stringify(facts)',
    promise: 'a row of a replica of before gets the words of this one',
    tests: ['club/older-list'],
  },
]
