/** A colour in CIELAB (D65): lightness 0 to 100, green to red, blue to yellow. */
export type Colour = readonly [lightness: number, a: number, b: number]

/** Red, green and blue as linear amounts of light, 0 to 1 each. Picture files store other values. */
export type Light = readonly [red: number, green: number, blue: number]

/** The amount of light for each byte of an sRGB picture (IEC 61966-2-1). */
const LIGHT_OF_BYTE = Float64Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

/** @param byte 0 to 255 */
export function lightOf(byte: number): number {
  return LIGHT_OF_BYTE[byte] ?? 0
}

/** How bright the light looks to the eye, 0 to 1 (ITU-R BT.709). */
export function brightnessOf([red, green, blue]: Light): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The colour of an amount of light (CIE 15, white point D65). */
export function colourOf(light: Light): Colour {
  const [red, green, blue] = light
  const x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
  const y = root(brightnessOf(light))
  const z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function root(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116
}

/** The weight of lightness. It is less than 1, because shade changes lightness more than hue. */
const LIGHTNESS_COUNTS = 0.6

/** The distance of two colours. About 2 is just visible, and 20 is clearly another colour. */
export function apart(one: Colour, other: Colour): number {
  return Math.hypot(LIGHTNESS_COUNTS * (one[0] - other[0]), one[1] - other[1], one[2] - other[2])
}

/** The mean of one or more colours. */
export function middleOf(colours: readonly Colour[]): Colour {
  const sum = (part: 0 | 1 | 2) => colours.reduce((total, colour) => total + colour[part], 0)
  return [sum(0) / colours.length, sum(1) / colours.length, sum(2) / colours.length]
}
