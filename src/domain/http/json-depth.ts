const [QUOTE, BACKSLASH] = [0x22, 0x5c]
/** `[` and `{` differ only in this bit, and so do `]` and `}`. */
const CASE = 0x20
const [OPEN, CLOSE] = [0x7b, 0x7d]

/**
 * True if objects and lists nest deeper than `most` levels. Reads only the bytes: a parser, or code that walks the
 * value, may call itself for each level and overflow the stack.
 */
export function isDeeperThan(most: number, bytes: Uint8Array): boolean {
  let depth = 0
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!
    if (byte === QUOTE) i = endOfText(bytes, i)
    else if ((byte | CASE) === OPEN) {
      depth += 1
      if (depth > most) return true
    } else if ((byte | CASE) === CLOSE) depth -= 1
  }
  return false
}

const COMMA = 0x2c

/** True if a JSON text holds more than `most` values. Counts opening brackets and commas, plus one. */
export function hasMoreValuesThan(most: number, bytes: Uint8Array): boolean {
  let values = 1
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!
    if (byte === QUOTE) i = endOfText(bytes, i)
    else if (byte === COMMA || (byte | CASE) === OPEN) {
      values += 1
      if (values > most) return true
    }
  }
  return false
}

/** The place of the closing quote of the text that begins at `i`. */
function endOfText(bytes: Uint8Array, i: number): number {
  let end = i + 1
  for (; end < bytes.length && bytes[end] !== QUOTE; end += 1)
    if (bytes[end] === BACKSLASH) end += 1
  return end
}
