/** Most notes of the whole list. They take up to 120 MB, and a SQLite file is read as a whole when it is opened. */
export const MOST_NOTES = 20_000
