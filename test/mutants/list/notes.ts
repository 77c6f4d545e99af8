import type { Mutant } from '../mutant.ts'

/** Notes of a job. */
export const NOTES: Mutant[] = [
  {
    file: 'src/routes/club/notes.ts',
    find: 'const before = sent.of(form)',
    put: 'const before = undefined as Promise<void> | undefined',
    promise: 'a note that is sent twice is added once',
    tests: ['routes/club-notes', 'routes/club-of-job'],
  },
  {
    file: 'src/routes/club/notes.ts',
    find: 'if (!(await app.club.knows(jobId))) await app.jobs.read(jobId, contextOf(request))',
    put: '',
    promise: 'a note needs a job',
    tests: ['routes/club-notes'],
  },
  {
    file: 'src/view-models/club/note.ts',
    find: 'return over > 0',
    put: 'return over > 9_999',
    promise: 'a note that is too long is refused',
    tests: ['routes/club-notes'],
  },
  {
    file: 'src/club/store/notes.ts',
    find: 'Number(ofJob.count) >= MOST_OF_JOB',
    put: 'false',
    promise: 'the notes of a job are bounded',
    tests: ['routes/club-notes'],
  },
  {
    file: 'src/club/store/notes.ts',
    find: 'Number(inAll.count) >= MOST_IN_ALL',
    put: 'false',
    promise: 'all notes are bounded',
    tests: ['routes/club-notes'],
  },
  {
    file: 'src/club/faults.ts',
    find: 'if (isOwnError(error)) return null',
    put: '',
    promise: 'a note too many does not turn off the list',
    tests: ['routes/club-notes'],
  },
  {
    file: 'src/view-models/club/of-job.ts',
    find: 'addNote: readOnly ? null : toNoteForm(urls, jobId)',
    put: 'addNote: toNoteForm(urls, jobId)',
    promise: 'who may only look is offered no note',
    tests: ['routes/club-of-job'],
  },
]
