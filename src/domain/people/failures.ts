/** How often one client sent wrong credentials to one process. */
export interface Failures {
  /** A name for the client that does not reveal its address. */
  client: string
  failures: number
  /** When the client may try again, milliseconds since the epoch. */
  endsAt: number
}
