/** The name of an axis, in rows of text at a place of the picture. */
export interface AxisLabel {
  /** Each row has its own `y`; all rows have the same `x`. */
  rows: { text: string; y: number }[]
  x: number
  anchor: 'start' | 'middle' | 'end'
}

/** The gap between the scale and a label, and the height of a row. */
const LABEL_GAP = 14
const ROW_HEIGHT = 14
/** Longest row of a label, characters: a longer row would not fit into the picture. */
const ROW_LENGTH = 12

/** `end` is the end of the axis, `middle` the centre of the radar. */
export function labelOf(
  name: string,
  end: { x: number; y: number },
  middle: { x: number; y: number; radius: number },
): AxisLabel {
  const [dx, dy] = [end.x - middle.x, end.y - middle.y]
  const texts = rowsOf(name)
  const x = end.x + (dx / middle.radius) * LABEL_GAP
  const y = end.y + (dy / middle.radius) * LABEL_GAP
  const isAbove = dy < -middle.radius / 2
  const isBelow = dy > middle.radius / 2
  const above = isAbove ? texts.length - 1 : isBelow ? 0 : (texts.length - 1) / 2
  return {
    x: Math.round(x * 10) / 10,
    anchor: Math.abs(dx) < 1 ? 'middle' : dx > 0 ? 'start' : 'end',
    rows: texts.map((text, row) => ({
      text,
      y: Math.round((y + (row - above) * ROW_HEIGHT + 4) * 10) / 10,
    })),
  }
}

/** Splits a long name into two rows. A longer name is cut; the table shows it in full. */
function rowsOf(name: string): string[] {
  const rows: string[] = []
  for (const word of name.split(' ')) {
    const last = rows.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= ROW_LENGTH) {
      rows[rows.length - 1] = `${last} ${word}`
    } else rows.push(word)
  }
  const shown = rows.slice(0, 2).map(shortened)
  return rows.length > 2 ? [shown[0] ?? '', `${shown[1]}…`] : shown
}

function shortened(row: string): string {
  const letters = [...row]
  return letters.length > ROW_LENGTH ? `${letters.slice(0, ROW_LENGTH - 1).join('')}…` : row
}
