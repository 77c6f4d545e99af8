import type { Mutant } from '../../mutant.ts'

/** What the club's list asks the service for, and what it reads of what others ask. */
export const LOOKS: Mutant[] = [
  {
    file: 'src/club/service/presence.ts',
    find: 'const path = `/jobs/${randomUUID()}`',
    put: "const path = randomUUID() && '/health'",
    promise: 'whoever asks whether the service is there lets no calls through that hang',
    tests: ['club/service-away'],
  },
  {
    file: 'src/view-models/job/job.ts',
    find: 'urls.jobAgain(input.job.id)',
    put: 'urls.job(input.job.id)',
    promise: 'a page without script that loads itself anew brings no job back to the list',
    tests: ['routes/club-taken-off'],
  },
  {
    file: 'src/routes/pages/frame.ts',
    find: 'else pageAsks(app, reply, jobId)',
    put: 'else pageOpened(app, reply, jobId)',
    promise: 'frames that an open page fetches ahead bring no job back to the list',
    tests: ['routes/club-taken-off'],
  },
]
