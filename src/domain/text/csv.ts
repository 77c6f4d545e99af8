/** `number` is the printed number. It gets no apostrophe, because a spreadsheet must read it as a number. */
export type Cell = string | { number: string }

/** Without this mark Excel reads the text in the code page of its machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * A CSV file (RFC 4180): UTF-8 with a byte order mark, CRLF after every record, fields quoted where
 * they need it. No text becomes a formula, even if a spreadsheet splits at semicolons or tabs.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(cell: Cell): string {
  const text = typeof cell === 'string' ? guard(cell) : cell.number
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Characters that end a cell in some spreadsheet, which may not read our quotes as we do. */
const SEPARATOR = /([,;\t\r\n])/
/** The first sign of a formula (OWASP, "CSV Injection"), after any invisible or skipped characters. */
const FORMULA = /^[\s"\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u
/** Some spreadsheets drop these characters and read what follows. */
const DROPPED = /^[\t\r\n]/

/** Puts an apostrophe before every part that could become a formula. Spreadsheets then read the part as text. */
function guard(text: string): string {
  const guarded = text
    .split(SEPARATOR)
    .map((part) => (FORMULA.test(part) ? `'${part}` : part))
    .join('')
  return DROPPED.test(guarded) ? `'${guarded}` : guarded
}
