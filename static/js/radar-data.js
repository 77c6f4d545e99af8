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

/** @param {HTMLTableCellElement | undefined} cell */
function numberIn(cell) {
  const data = cell?.querySelector('data')
  return data ? Number(data.value) : null
}
