const BLOCK = 8
/** Blocks that one code of fifteen zero bits leaves empty. */
const BLOCKS_OF_A_RUN = 2 ** 14

/**
 * A grey progressive JPEG, correct in every byte, that gives all but the brightness again and again: each of its
 * scans goes over the whole image and takes some thirty bytes (ITU-T T.81, annex G).
 */
export function jpegOfManyScans(side: number, scans: number): Buffer {
  const blocks = Math.ceil(side / BLOCK) ** 2
  const zeros = (bits: number) => Buffer.alloc(Math.ceil(bits / 8))
  const brightness = [scan(0, 0), zeros(blocks)]
  const rest = [scan(1, 63), zeros(Math.ceil(blocks / BLOCKS_OF_A_RUN) * 15)]
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc2, [8, side >> 8, side & 255, side >> 8, side & 255, 1, 1, 0x11, 0]),
    // One code, the bit 0: of brightness "as before", of the rest "nothing in this run of blocks".
    segment(0xc4, [0x00, 1, ...Array<number>(15).fill(0), 0]),
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0xe0]),
    ...brightness,
    ...Array<Buffer[]>(scans - 1)
      .fill(rest)
      .flat(),
    Buffer.from([0xff, 0xd9]),
  ])
}

function segment(marker: number, bytes: number[]): Buffer {
  const length = bytes.length + 2
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...bytes])
}

function scan(first: number, last: number): Buffer {
  return segment(0xda, [1, 1, 0, first, last, 0])
}
