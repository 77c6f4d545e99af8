/**
 * What a table says for a radar. The table in the page is the truth: rows of `tbody[data-radar]` are
 * the axes, columns whose heading has `data-series` are the lines, and a cell without a `<data>`
 * element was not measured, which is null here and a gap in the line. A column without any number
 * has no line.
 * @typedef {{ label: string, values: (number | null)[] }} Series
 * @param {HTMLTableElement} table
 * @returns {{ axes: string[], series: Series[] }}
 */
export function readRadar(table) {
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])]
  const rows = [...table.querySelectorAll('tbody[data-radar] tr')].filter(
    /** @returns {row is HTMLTableRowElement} */
    (row) => row.querySelector('th[scope="row"]') !== null,
  )
  return {
    axes: rows.map((row) => row.cells[0]?.firstChild?.textContent?.trim() ?? ''),
    series: headings
      .filter((heading) => heading.dataset['series'] !== undefined)
      .map((heading) => ({
        label: heading.dataset['series'] ?? '',
        values: rows.map((row) => numberIn(row.cells[heading.cellIndex])),
      }))
      .filter(({ values }) => values.some((value) => value !== null)),
  }
}

/** The ends of the drawn scale. */
export const SCALE = { least: 0, most: 100 }

/**
 * A value as it is drawn: at the edge of the scale where it lies beyond. Outside it a point would lie
 * over a label, and under it in the sector of another axis.
 * @param {number | null} value
 */
export function onScale(value) {
  return value === null ? null : Math.min(SCALE.most, Math.max(SCALE.least, value))
}

/**
 * Says which values are not drawn where they belong; empty where all are.
 * @param {{ axes: string[], series: Series[] }} radar
 */
export function offScaleWords({ axes, series }) {
  const off = series.flatMap(({ label, values }) =>
    values.flatMap((value, index) => {
      if (value === onScale(value)) return []
      const name = series.length > 1 ? `${label}, ${axes[index]}` : axes[index]
      return [`${name} ${value}`]
    }),
  )
  return off.length === 0
    ? ''
    : `Beyond the scale of ${SCALE.least} to ${SCALE.most}, so drawn at its edge: ${off.join('; ')}.`
}

/** @param {HTMLTableCellElement | undefined} cell */
function numberIn(cell) {
  const data = cell?.querySelector('data')
  return data ? Number(data.value) : null
}
