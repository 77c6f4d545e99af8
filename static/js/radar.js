import { radarConfig } from './radar-config.js'
import { offScaleWords, readRadar } from './radar-data.js'

const REDRAW_ON = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print']

/**
 * `<result-radar table="id of the table" chart="address of chart.js">` draws the numbers of a table
 * as a radar. Without script it stays empty, and the table stands alone. chart.js is fetched here,
 * so that only a page with a radar pays for it.
 */
class ResultRadar extends HTMLElement {
  /** @type {{destroy(): void} | undefined} */
  #chart
  #leave = new AbortController()

  async connectedCallback() {
    this.#leave = new AbortController()
    const { signal } = this.#leave
    const Chart = await loadChart(this.getAttribute('chart') ?? '')
    if (signal.aborted) return
    const { canvas, note } = this.#build()
    const draw = () => {
      this.#chart?.destroy()
      const table = document.getElementById(this.getAttribute('table') ?? '')
      if (!(table instanceof HTMLTableElement)) return
      const sharpness = matchMedia('print').matches ? 3 : devicePixelRatio
      const radar = readRadar(table)
      this.#chart = new Chart(canvas, radarConfig(radar, this.#colours(), sharpness))
      note.textContent = offScaleWords(radar)
      note.hidden = note.textContent === ''
    }
    draw()
    for (const query of REDRAW_ON) matchMedia(query).addEventListener('change', draw, { signal })
  }

  disconnectedCallback() {
    this.#leave.abort()
    this.#chart?.destroy()
  }

  #build() {
    const canvas = document.createElement('canvas')
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', 'Radar of the result')
    const frame = document.createElement('div')
    frame.append(canvas)
    const save = document.createElement('button')
    save.type = 'button'
    save.textContent = 'Download PNG'
    save.addEventListener('click', () => {
      const link = document.createElement('a')
      link.href = canvas.toDataURL('image/png')
      link.download = 'radar.png'
      link.click()
    })
    const note = document.createElement('p')
    note.className = 'radar-note'
    this.replaceChildren(frame, note, save)
    return { canvas, note }
  }

  /** Resolved by the browser, so that themes, forced colours and print all hold. */
  #colours() {
    const probe = document.createElement('span')
    this.append(probe)
    const colour = (/** @type {string} */ name) => {
      probe.style.color = `var(${name})`
      return getComputedStyle(probe).color
    }
    const colours = {
      text: colour('--radar-text'),
      grid: colour('--radar-grid'),
      ground: colour('--radar-ground'),
      series: [1, 2, 3, 4].map((n) => colour(`--radar-${n}`)),
    }
    probe.remove()
    return colours
  }
}

/**
 * The package's one-file UMD build (71 kB compressed). Its ES module is three files with a bare import of a
 * fourth, which a browser cannot resolve without an import map, and that would have to be inline.
 * @param {string} address
 * @returns {Promise<typeof import('chart.js').Chart>}
 */
async function loadChart(address) {
  await import(address)
  return /** @type {any} */ (globalThis).Chart
}

customElements.define('result-radar', ResultRadar)
