const BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/
const END = '-----END'

/** Cuts the text between the first and last line of a private key, or to the end if the last line is missing. */
export function cutKeys(text: string): string {
  const begin = BEGIN.exec(text)
  if (begin === null) return text
  const from = begin.index + begin[0].length
  const end = text.indexOf(END, from)
  return end === -1
    ? `${text.slice(0, from)}…`
    : `${text.slice(0, from)}…${END}${cutKeys(text.slice(end + END.length))}`
}
