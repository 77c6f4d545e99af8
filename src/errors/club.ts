/** The club's list of jobs. */
import { CORRECT } from './next-steps.ts'
import { ownError } from './own-error.ts'

/** Its database is away, or none is wanted. */
export const ClubListOff = ownError({
  code: 'CLUB_LIST_OFF',
  status: 503,
  message: "The club's list of jobs cannot be used at present: its database does not answer.",
  whatToDo:
    'Open the job by its id. The list comes back by itself; an administrator finds the reason in the log.',
  retryAfterSec: 30,
})
export const ClubListUnset = ownError({
  code: 'CLUB_LIST_OFF',
  status: 503,
  message: "The club's list of jobs is switched off here (DATABASE_URL=off).",
  whatToDo: 'Open the job by its id.',
  retryAfterSec: 3_600,
})
export const CursorInvalid = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: 'cursor must be one that a page of the list gave.',
  whatToDo: CORRECT,
})
export const NotesOfJobFull = notesFull('This job has %s notes, and no more are taken.')
export const NotesOfListFull = notesFull("The club's list has %s notes, and no more are taken.")

function notesFull(message: string) {
  return ownError({
    code: 'NOTES_FULL',
    status: 409,
    message,
    whatToDo: 'Keep what you wrote elsewhere, and tell an administrator.',
  })
}
