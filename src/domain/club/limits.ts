/** Most notes of the whole list: 120 MB, because a SQLite file is read as a whole when it is opened. */
export const MOST_NOTES = 20_000
