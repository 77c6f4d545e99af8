import { apart, type Colour, colourOf, lightOf } from './colour.ts'

/** Plain words for colours, each with examples as red, green and blue, 0 to 255. */
const WORDS: readonly (readonly [word: string, red: number, green: number, blue: number])[] = [
  ['red', 205, 30, 40],
  ['dark red', 110, 25, 40],
  ['orange', 230, 110, 30],
  ['yellow', 240, 205, 30],
  ['green', 40, 150, 70],
  ['dark green', 20, 75, 40],
  ['light blue', 120, 180, 230],
  ['blue', 30, 75, 205],
  ['dark blue', 20, 35, 90],
  ['purple', 95, 45, 140],
  ['pink', 230, 130, 175],
  ['white', 240, 240, 238],
  ['grey', 150, 153, 158],
  ['black', 25, 26, 28],
  ['brown', 110, 75, 45],
]
const NAMED = WORDS.map(([word, red, green, blue]) => ({
  word,
  colour: colourOf([lightOf(red), lightOf(green), lightOf(blue)]),
}))

/** A word for each colour. Colours with the same word get a number after it. */
export function colourWords(colours: readonly Colour[]): string[] {
  const words = colours.map(wordOf)
  return words.map((word, index) => {
    const alike = words.filter((other) => other === word).length
    const before = words.slice(0, index).filter((other) => other === word).length
    return alike === 1 ? word : `${word} (${before + 1})`
  })
}

function wordOf(colour: Colour): string {
  return NAMED.reduce((best, one) =>
    apart(one.colour, colour) < apart(best.colour, colour) ? one : best,
  ).word
}
