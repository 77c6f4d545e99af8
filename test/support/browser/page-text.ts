const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What a reader of a page sees, as one line: without tags, hidden parts, scripts and styles. */
export function textOf(html: string): string {
  return html
    .replace(/<head>.*?<\/head>|<script.*?<\/script>|<([a-z]+)\b[^>]* hidden[ >].*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The markup of a step of the job page. */
export function stepOf(html: string, id: string): string {
  const start = html.indexOf(`<li class="step" id="${id}"`)
  if (start === -1) throw new Error(`The page has no step ${id}`)
  const next = html.indexOf('<li class="step"', start + 1)
  return html.slice(start, next === -1 ? html.indexOf('<section class="filmstrip"') : next)
}

/** The names of the forms' actions on a page, each once. */
export function actsOn(html: string): string[] {
  const actions = [...html.matchAll(/action="[^"]*\/api\/jobs\/[^/"]+\/([a-z-]+)[^"]*"/g)]
  return [...new Set(actions.map(([, action]) => action!))]
}

export function heading(html: string): string {
  return textOf(/<h1.*?<\/h1>/s.exec(html)?.[0] ?? '')
}
