import type { GuidePart } from './guide.ts'

/** The guide as CommonMark, for tools that show the document. */
export function markdownOf(parts: readonly GuidePart[]): string {
  return parts
    .map(({ title, says, list = [] }) =>
      [`## ${title}`, ...says, list.map((item) => `- ${item}`).join('\n')]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    .join('\n\n')
}
