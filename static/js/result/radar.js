import { radarConfig } from './radar-config.js'
import { axisKey } from './radar-data.js'
import { savePicture } from './radar-picture.js'

/**
 * `<result-radar data-radar="{axes, series}" chart="address of chart.js">` holds the radar as the server
 * drew it. Where there is script chart.js draws the same numbers in its place, so that a pointer finds
 * them and the picture can be saved. chart.js is fetched here, so that only a page with a radar pays for it.
 */
class ResultRadar extends HTMLElement {
  /** @type {{destroy(): void} | undefined} */
  #chart
  #leave = new AbortController()

  async connectedCallback() {
    this.#leave = new AbortController()
    const { signal } = this.#leave
    const Chart = await loadChart(this.getAttribute('chart') ?? '')
    const place = this.querySelector('.radar-picture')
    if (signal.aborted || place === null) return
    const canvas = document.createElement('canvas')
    place.append(canvas)
    /** @type {import('./radar-data.js').Radar} */
    const radar = JSON.parse(this.dataset['radar'] ?? '')
    const draw = () => {
      this.#chart?.destroy()
      this.#chart = new Chart(canvas, radarConfig(radar, this.#colours()))
    }
    draw()
    // The drawing of the server stays for paper, where a canvas is coarse.
    place.setAttribute('data-drawn', '')
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', draw, { signal })
    }
    this.#offerPicture(canvas, axisKey(radar.axes), signal)
  }

  disconnectedCallback() {
    this.#leave.abort()
    this.#chart?.destroy()
  }

  /** @param {HTMLCanvasElement} canvas @param {string[]} key @param {AbortSignal} signal */
  #offerPicture(canvas, key, signal) {
    const link = document.querySelector(`a[data-png-of="${this.id}"]`)
    if (!(link instanceof HTMLAnchorElement)) return
    link.addEventListener(
      'click',
      () => {
        /** @type {string[]} */
        const heading = JSON.parse(this.dataset['heading'] ?? '[]')
        link.href = savePicture(canvas, heading, key, this.#colours())
      },
      { signal },
    )
    link.setAttribute('data-ready', '')
  }

  /** Resolved by the browser, so that themes and forced colours hold. */
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
