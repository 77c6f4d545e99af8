/** `number` is the printed number; a spreadsheet must read it as one, so it is never guarded. */
export type Cell = string | { number: string }

/**
 * A CSV file (RFC 4180): CRLF after every record, fields quoted where they need it. UTF-8 without a
 * byte order mark. A text cell that a spreadsheet would take for a formula gets an apostrophe before
 * it (OWASP, "CSV Injection").
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(cell: Cell): string {
  const text = typeof cell === 'string' ? guard(cell) : cell.number
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function guard(text: string): string {
  return /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
