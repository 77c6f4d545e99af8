const [QUOTE, BACKSLASH] = [0x22, 0x5c]
/** `[` and `{`, `]` and `}` are the same but for this bit. */
const CASE = 0x20
const [OPEN, CLOSE] = [0x7b, 0x7d]

/**
 * Whether objects and lists nest deeper than `most`, read from the bytes of the text alone: a parser, or code that
 * walks the value, may call itself for each level.
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

/** Whether a JSON text holds more than `most` values: each begins a list or object, or follows a comma. */
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

/** Where the text that begins at `i` has its closing quote. */
function endOfText(bytes: Uint8Array, i: number): number {
  let end = i + 1
  for (; end < bytes.length && bytes[end] !== QUOTE; end += 1)
    if (bytes[end] === BACKSLASH) end += 1
  return end
}
