/** Wrong credentials of one client, as one process counts them. */
export interface Failures {
  /** Names the client, and does not tell its address. */
  client: string
  failures: number
  /** When the client may try again, milliseconds since the epoch. */
  endsAt: number
}
