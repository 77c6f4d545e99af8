/** One promise of `docs/security.md` with what was measured. */
export interface Figure {
  what: string
  promised: string
  measured: string
  holds: boolean
}

export const figure = (
  what: string,
  promised: string,
  measured: string,
  holds: boolean,
): Figure => ({
  what,
  promised,
  measured,
  holds,
})

export function printFigures(figures: readonly Figure[]): void {
  console.log('| what | promised | measured | |\n|---|---|---|---|')
  for (const { what, promised, measured, holds } of figures) {
    console.log(`| ${what} | ${promised} | ${measured} | ${holds ? 'holds' : '**broken**'} |`)
  }
}

export const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`
