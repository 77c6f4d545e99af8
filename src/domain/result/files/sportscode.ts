/**
 * A timeline for Sportscode and similar programs. A `<file>` holds `ALL_INSTANCES` and `ROWS`. Each `instance` has
 * `ID`, `start`, `end` (seconds), `code` (its row) and `label`s of `group` and `text`. Each row has its `code` and
 * colour (R, G, B up to 65535). The readers of kloppy and sportscoder (both public) read exactly these elements;
 * `test/support/sportscode.xsd` is the same as a schema.
 */
export interface Player {
  /** The name of the row. */
  code: string
  instances: Instance[]
}

export interface Instance {
  startSec: number
  endSec: number
  labels: { group: string; text: string }[]
}

/** The colours of the radar tell the rows apart. */
const COLOURS = [
  [0x0b, 0x5c, 0xad],
  [0xa6, 0x3a, 0x00],
  [0x18, 0x69, 0x3c],
  [0x7b, 0x2d, 0x8e],
] as const
/** The factor that turns a colour of 8 bits into 16 bits. */
const TO_16_BITS = 257

export function sportscodeXml(players: readonly Player[]): string {
  let id = 0
  const instances = players.flatMap(({ code, instances }) =>
    instances.map(({ startSec, endSec, labels }) => {
      id += 1
      const own = [
        element('ID', String(id)),
        element('start', seconds(startSec)),
        element('end', seconds(endSec)),
        element('code', code),
        ...labels.map(
          ({ group, text }) => `<label>${element('group', group)}${element('text', text)}</label>`,
        ),
      ]
      return `    <instance>\n      ${own.join('\n      ')}\n    </instance>`
    }),
  )
  const rows = players.map(({ code }, index) => {
    const [red, green, blue] = COLOURS[index % COLOURS.length]!.map((part) => part * TO_16_BITS)
    const colour = `${element('R', String(red))}${element('G', String(green))}${element('B', String(blue))}`
    return `    <row>${element('code', code)}${colour}</row>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<file>',
    '  <ALL_INSTANCES>',
    ...instances,
    '  </ALL_INSTANCES>',
    '  <ROWS>',
    ...rows,
    '  </ROWS>',
    '</file>',
    '',
  ].join('\n')
}

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`

/** Writes seconds without an exponent, because readers of this format expect plain decimals. */
function seconds(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(9) : text
}

/**
 * Characters that XML 1.0 (2.2) forbids even as a character reference, and all other control characters. U+FFFD
 * replaces them, because a name could become empty if they were removed.
 */
const NO_XML = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escaped(text: string): string {
  return text.replace(NO_XML, '\ufffd').replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? '')
}
