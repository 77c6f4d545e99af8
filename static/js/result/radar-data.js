/**
 * The numbers of a radar as the server drew them: `values` in the order of the axes, null where nothing
 * was measured, which is a gap in the line.
 * @typedef {{ label: string, values: (number | null)[] }} Series
 * `rings` are quartiles of other players.
 * @typedef {Series & { kind: 'quartile' | 'median' }} Ring
 * @typedef {{ axes: string[], series: Series[], rings: Ring[] }} Radar
 */

/** The ends of the drawn scale. */
export const SCALE = { least: 0, most: 100 }

/** Names of more axes would overlap: the picture then has numbers, and the names stand below it. */
const MOST_NAMED = 12

/**
 * What stands at the end of an axis.
 * @param {readonly string[]} axes
 * @param {number} index
 */
export function axisLabel(axes, index) {
  return axes.length > MOST_NAMED ? String(index + 1) : (axes[index] ?? '')
}

/**
 * The names behind the numbers of a picture; empty if the picture has the names.
 * @param {readonly string[]} axes
 */
export function axisKey(axes) {
  return axes.length > MOST_NAMED ? axes.map((name, index) => `${index + 1}. ${name}`) : []
}

/**
 * A value as it is drawn: at the edge of the scale if it is beyond. Above the scale a point would lie
 * over a label, below it in the sector of another axis.
 * @param {number | null} value
 */
export function onScale(value) {
  return value === null ? null : Math.min(SCALE.most, Math.max(SCALE.least, value))
}

/**
 * Names the values not drawn at their place; empty if all are.
 * @param {Pick<Radar, 'axes' | 'series'>} radar
 */
export function offScaleWords({ axes, series }) {
  const off = series.flatMap(({ label, values }) =>
    values.flatMap((value, index) => {
      if (value === onScale(value)) return []
      const name = series.length > 1 ? `${label}, ${axes[index]}` : axes[index]
      return [`${name} ${value}`]
    }),
  )
  return off.length === 0
    ? ''
    : `Beyond the scale of ${SCALE.least} to ${SCALE.most}, so drawn at its edge: ${off.join('; ')}.`
}
