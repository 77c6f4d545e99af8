/** Around the picture and between its rows of text, CSS pixels. */
const MARGIN_PX = 16
const ROW_PX = 22

/** Names of the key in one row. */
const KEY_COLUMNS = 2

/**
 * The chart between its heading and its key, as the address of a PNG file: who, which match and when stand in the
 * picture, because a file is passed on without its page.
 * @param {HTMLCanvasElement} chart
 * @param {string[]} heading  rows of text, the first of them in bold
 * @param {string[]} key  the names behind the numbers of the chart
 * @param {{ text: string, ground: string }} colours
 */
export function savePicture(chart, heading, key, colours) {
  const sharp = devicePixelRatio
  const rows = heading.filter((row) => row !== '')
  const top = (MARGIN_PX + rows.length * ROW_PX) * sharp
  const keyRows = Math.ceil(key.length / KEY_COLUMNS)
  const picture = document.createElement('canvas')
  picture.width = chart.width + 2 * MARGIN_PX * sharp
  picture.height = top + chart.height + (keyRows * ROW_PX + MARGIN_PX) * sharp
  const ink = picture.getContext('2d')
  if (ink === null) return chart.toDataURL('image/png')
  ink.fillStyle = colours.ground
  ink.fillRect(0, 0, picture.width, picture.height)
  ink.fillStyle = colours.text
  ink.textBaseline = 'middle'
  rows.forEach((row, index) => {
    ink.font = `${index === 0 ? 600 : 400} ${14 * sharp}px system-ui, sans-serif`
    const middle = (MARGIN_PX + (index + 0.5) * ROW_PX) * sharp
    ink.fillText(row, MARGIN_PX * sharp, middle, chart.width)
  })
  ink.drawImage(chart, MARGIN_PX * sharp, top)
  const column = chart.width / KEY_COLUMNS
  key.forEach((name, index) => {
    const left = MARGIN_PX * sharp + Math.floor(index / keyRows) * column
    const middle = top + chart.height + ((index % keyRows) + 0.5) * ROW_PX * sharp
    ink.fillText(name, left, middle, column - MARGIN_PX * sharp)
  })
  return picture.toDataURL('image/png')
}
