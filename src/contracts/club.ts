import { type Static, Type } from '@sinclair/typebox'

/** The filters of the club's list in an address. All are texts, because no value is converted. */
export const ClubQuery = Type.Object({
  state: Type.Optional(
    Type.Union(
      [
        Type.Literal('waiting'),
        Type.Literal('running'),
        Type.Literal('finished'),
        Type.Literal('failed'),
      ],
      {
        description: 'Whom the job waits for, or how it ended',
        errorMessage: 'must be one of waiting, running, finished, failed',
      },
    ),
  ),
  q: Type.Optional(
    Type.String({
      maxLength: 200,
      errorMessage: 'must have at most 200 characters',
      description:
        'At most eight words, which must all be there: of player, team, number (of one or two digits: the whole number), role, category, match, day, month or year (2026-11-27, 27.11.2026, 27 Nov, today, yesterday, Nov 2026, 2026-11, 2026; in UTC), id (of an id: six characters or more, all of 0-9, a-f and hyphens), or the name of who created the job or acted on it last',
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]?|1[0-9]{2}|200)$',
      description: 'Most jobs, 1 to 200; 50 if it is left out',
      errorMessage: 'must be a whole number from 1 to 200',
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 100, description: '`next` of the page before' })),
})
export type ClubQuery = Static<typeof ClubQuery>
