const START_OF_SCAN = 0xda
const RESTARTS = { first: 0xd0, last: 0xd7 }
/** The SOF markers, which give the size of the image. DHT (c4), JPG (c8) and DAC (cc) lie between them. */
const FRAMES = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
])

/**
 * How many pixels a decoder has to visit: all those of the image, once for each scan (ITU-T T.81, annex B). A
 * progressive JPEG of half a megabyte may have thousands of scans over the whole image. 0 if the bytes are
 * not a JPEG.
 */
export function jpegEffort(bytes: Uint8Array): number {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return 0
  let pixels = 0
  let scans = 0
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!
    // Within a scan, 00 or a restart follows an ff. Any number of ff may stand before a marker.
    const isPlain = bytes[at] !== 0xff || marker === 0 || marker === 0xff || isRestart(marker)
    if (isPlain) {
      at = nextMarker(bytes, at + 1)
      continue
    }
    if (marker === START_OF_SCAN) scans += 1
    if (FRAMES.has(marker)) pixels = Math.max(pixels, sizeAt(bytes, at + 5))
    at += 2 + wordAt(bytes, at + 2)
  }
  return pixels * scans
}

function isRestart(marker: number): boolean {
  return marker >= RESTARTS.first && marker <= RESTARTS.last
}

function nextMarker(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(0xff, from)
  return at === -1 ? bytes.length : at
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** Height, then width. */
function sizeAt(bytes: Uint8Array, at: number): number {
  return wordAt(bytes, at) * wordAt(bytes, at + 2)
}
