/** A form as a browser without script would send it. */
export interface PageForm {
  action: string
  /** Form encoded: the fields as the page filled them in, each choice at its first. */
  body: string
}

/** The forms of a page that change a job. */
export function formsOf(page: string): PageForm[] {
  const forms = page.matchAll(/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)
  return [...forms].map(([, action, inner]) => {
    const fields = new URLSearchParams()
    for (const [tag] of inner!.matchAll(/<(input|button)\b[^>]*>/g)) {
      const name = / name="([^"]*)"/.exec(tag)?.[1]
      const isSecond = name !== undefined && / type="radio"/.test(tag) && fields.has(name)
      if (name === undefined || isSecond) continue
      fields.append(name, readable(/ value="([^"]*)"/.exec(tag)?.[1] ?? 'on'))
    }
    return { action: readable(action!), body: fields.toString() }
  })
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** Text of a page without its entities. */
export function readable(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
}
