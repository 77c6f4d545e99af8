import { axisLabel, onScale, SCALE } from './radar-data.js'

/**
 * Lines are told apart by dash and marker as well as by colour.
 * @type {{ borderDash: number[], pointStyle: import('chart.js').PointStyle }[]}
 */
const LINES = [
  { borderDash: [], pointStyle: 'circle' },
  { borderDash: [10, 5], pointStyle: 'rect' },
  { borderDash: [2, 4], pointStyle: 'triangle' },
  { borderDash: [12, 4, 2, 4], pointStyle: 'rectRot' },
]

/** Quartiles of other players have no markers, and dashes that no player has. */
const RINGS = { quartile: [1, 3], median: [7, 3] }

/** Between the labels and the edge of the picture. */
const LABEL_ROOM_PX = 8

/**
 * The chart: a drawn scale from 0 to 100, lines without a filled area (its size would depend on the
 * order of the axes), gaps where nothing was measured, and no motion.
 * @param {import('./radar-data.js').Radar} radar
 * @param {{ text: string, grid: string, ground: string, series: string[] }} colours
 * @returns {import('chart.js').ChartConfiguration<'radar', (number | null)[], string>}
 */
export function radarConfig({ axes, series, rings }, colours) {
  return {
    type: 'radar',
    data: {
      labels: axes,
      datasets: [
        ...series.map(({ label, values }, index) => {
          const colour = colours.series[index % LINES.length] ?? colours.text
          return {
            ...LINES[index % LINES.length],
            ...lineOf(label, values),
            borderWidth: 2,
            borderColor: colour,
            pointRadius: 5,
            pointBackgroundColor: colour,
            pointBorderColor: colours.ground,
          }
        }),
        ...rings.map(({ label, values, kind }) => ({
          ...lineOf(label, values),
          borderWidth: 1.5,
          borderColor: colours.text,
          borderDash: RINGS[kind],
          pointRadius: 0,
          pointStyle: /** @type {const} */ ('line'),
        })),
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      // Some browsers draw a label a little larger than they measured it.
      layout: { padding: LABEL_ROOM_PX },
      scales: {
        r: {
          min: SCALE.least,
          max: SCALE.most,
          ticks: { stepSize: 20, color: colours.text, backdropColor: colours.ground },
          grid: { color: colours.grid },
          angleLines: { color: colours.grid },
          pointLabels: {
            color: colours.text,
            font: { size: 13 },
            callback: (_label, index) => axisLabel(axes, index).split(' '),
          },
        },
      },
      plugins: {
        legend: {
          // A key beside the picture names the rings.
          display: series.length > 1,
          position: 'bottom',
          labels: { color: colours.text, usePointStyle: true },
        },
      },
    },
    plugins: [ground(colours.ground)],
  }
}

/**
 * @param {string} label
 * @param {(number | null)[]} values
 */
function lineOf(label, values) {
  return {
    label,
    data: values.map(onScale),
    fill: false,
    spanGaps: false,
  }
}

/**
 * Paints the ground, so that a saved picture can be read anywhere.
 * @param {string} colour
 * @returns {import('chart.js').Plugin<'radar'>}
 */
function ground(colour) {
  return {
    id: 'ground',
    beforeDraw({ ctx, width, height }) {
      ctx.save()
      ctx.fillStyle = colour
      ctx.fillRect(0, 0, width, height)
      ctx.restore()
    },
  }
}
