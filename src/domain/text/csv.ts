/** `number` is the printed number; a spreadsheet must read it as one, so it is never guarded. */
export type Cell = string | { number: string }

/** Without it Excel reads the letters in the code page of its machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * A CSV file (RFC 4180): UTF-8 with a byte order mark, CRLF after every record, fields quoted where
 * they need it. No text is a formula, whichever of comma, semicolon and tab a spreadsheet splits at.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(cell: Cell): string {
  const text = typeof cell === 'string' ? guard(cell) : cell.number
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Ends a cell for one reader or another; their quotes may differ from ours. */
const SEPARATOR = /([,;\t\r\n])/
/** The first sign of a formula (OWASP, "CSV Injection"), whatever is not seen or read before it. */
const FORMULA = /^[\s"\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u
/** Some spreadsheets drop these, and read what follows. */
const DROPPED = /^[\t\r\n]/

/** An apostrophe before everything that could begin a cell as a formula: a spreadsheet reads text then. */
function guard(text: string): string {
  const guarded = text
    .split(SEPARATOR)
    .map((part) => (FORMULA.test(part) ? `'${part}` : part))
    .join('')
  return DROPPED.test(guarded) ? `'${guarded}` : guarded
}
