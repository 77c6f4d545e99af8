/** Errors of the club's list of jobs. */
import { CORRECT } from './next-steps.ts'
import { ownError } from './own-error.ts'

/** The database of the list does not answer. */
export const ClubListOff = ownError({
  code: 'CLUB_LIST_OFF',
  status: 503,
  message: 'The club’s list cannot be read at present: its database does not answer.',
  whatToDo:
    'Open the job by its id. The list comes back by itself; an administrator finds the reason in the log.',
  retryAfterSec: 30,
})
export const ClubListUnset = ownError({
  code: 'CLUB_LIST_OFF',
  status: 503,
  message: 'The club’s list is switched off here (DATABASE_URL=off).',
  whatToDo: 'Open the job by its id.',
  retryAfterSec: 3_600,
})
export const CursorInvalid = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: 'cursor must be one that a page of the list gave.',
  whatToDo: CORRECT,
})
export const TooManyWords = ownError({
  code: 'INVALID_QUERY',
  status: 400,
  message: 'q must have at most %s words.',
  whatToDo: CORRECT,
})
export const LinksOfJobFull = linksFull(
  'This job has %s links that can be opened, and no more are made.',
)
export const LinksOfListFull = linksFull(
  'The club has %s links that can be opened, and no more are made.',
)

function linksFull(message: string) {
  return ownError({
    code: 'LINKS_FULL',
    status: 409,
    message,
    whatToDo: 'Revoke one that nobody needs any more, or wait until one ends.',
  })
}

export const LinkDaysInvalid = linkInvalid('A link ends after 1, 7, 14, 30 or 90 days.')
export const LinkJobsInvalid = linkInvalid(
  'A link shows one result, or a comparison of up to four.',
)

function linkInvalid(message: string) {
  return ownError({ code: 'INVALID_FORM', status: 400, message, whatToDo: CORRECT })
}

export const LinkWithoutResult = ownError({
  code: 'NO_RESULT',
  status: 409,
  message: 'The job has no result at present, so a link would show nothing.',
  whatToDo: 'Wait until the analysis has ended, then make the link on the page of the result.',
})

/** The same words for a wrong, ended or revoked link, so that nobody can tell which it is. */
export const LinkEnded = ownError({
  code: 'LINK_ENDED',
  status: 404,
  message: 'This link has ended or was never valid.',
  whatToDo: 'Ask the person who gave it to you for a new one.',
})
export const LinkTooOften = ownError({
  code: 'LINK_TOO_OFTEN',
  status: 429,
  message: 'Links are being opened very often at the moment.',
  whatToDo: 'Try again in a minute.',
  retryAfterSec: 60,
})
export const LinkBusy = ownError({
  code: 'LINK_BUSY',
  status: 503,
  message: 'Many people are opening links at the moment.',
  whatToDo: 'Try again in a minute.',
  retryAfterSec: 10,
})
export const LinkNotShown = ownError({
  code: 'LINK_NOT_SHOWN',
  status: 404,
  message: 'The result that this link shows is not there any more.',
  whatToDo: 'Ask the person who gave you the link.',
})
/** The page of a link may have no picture, and a result without numbers has no CSV. */
export const LinkWithoutFile = ownError({
  code: 'LINK_WITHOUT_FILE',
  status: 404,
  message: 'This link has no such picture or file.',
  whatToDo: 'Open the link itself: it shows what there is.',
})
export const NotesOfJobFull = notesFull('This job has %s notes, and no more are taken.')
export const NotesOfListFull = notesFull('The club’s list has %s notes, and no more are taken.')

function notesFull(message: string) {
  return ownError({
    code: 'NOTES_FULL',
    status: 409,
    message,
    whatToDo: 'Keep what you wrote elsewhere, and tell an administrator.',
  })
}
