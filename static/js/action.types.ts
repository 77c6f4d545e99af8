/** What htmx says of a request of its own. Never sent to the browser: it is named in JSDoc. */
export interface Context {
  request?: { method?: string }
  response?: { status: number; headers: Headers; raw: Response }
  text?: string
}
