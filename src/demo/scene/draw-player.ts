import { FRAME } from './camera.ts'
import type { Figure } from './scene.ts'

const SKINS = ['#e8b990', '#8d5a3a', '#c98f64', '#5f3b28'] as const
const HAIRS = ['#2b1d14', '#111111', '#6b4a2a', '#191410'] as const

/**
 * The SVG of one figure. Everything is drawn in fractions of the box, between 0.04 and 0.97, so the
 * box encloses the whole person; only the faint shadow on the ground lies outside.
 */
export function drawPlayer(figure: Figure): string {
  const { box, kit } = figure
  const [left, top] = [box.x * FRAME.width, box.y * FRAME.height]
  const [width, height] = [box.w * FRAME.width, box.h * FRAME.height]
  const x = (share: number) => (left + share * width).toFixed(1)
  const y = (share: number) => (top + share * height).toFixed(1)
  const size = (share: number) => (share * height).toFixed(1)
  const swing = Math.sin(figure.stride) * 0.22
  const skin = SKINS[figure.person % SKINS.length]!
  const hair = HAIRS[figure.person % HAIRS.length]!
  const limb = (from: [number, number], to: [number, number], colour: string, thick: number) =>
    `<line x1="${x(from[0])}" y1="${y(from[1])}" x2="${x(to[0])}" y2="${y(to[1])}" stroke="${colour}" stroke-width="${size(thick)}" stroke-linecap="round"/>`
  const leg = (way: number) => {
    const [knee, foot] = [0.5 + way * 0.6, 0.5 + way]
    return (
      limb([0.5 + way * 0.25, 0.55], [knee, 0.72], skin, 0.055) +
      limb([knee, 0.74], [foot, 0.9], kit.socks, 0.05) +
      limb([foot - 0.02, 0.94], [foot + 0.07, 0.94], '#22242a', 0.035)
    )
  }
  const arm = (way: number, shoulder: number) =>
    limb([shoulder, 0.24], [shoulder + way * 0.3, 0.36], kit.shirt, 0.055) +
    limb([shoulder + way * 0.3, 0.37], [shoulder + way * 0.75, 0.46], skin, 0.035)
  return [
    `<g>`,
    leg(-swing),
    leg(swing),
    `<path d="M${x(0.31)} ${y(0.48)}L${x(0.69)} ${y(0.48)}L${x(0.72)} ${y(0.63)}L${x(0.53)} ${y(0.63)}L${x(0.5)} ${y(0.57)}L${x(0.47)} ${y(0.63)}L${x(0.28)} ${y(0.63)}Z" fill="${kit.shorts}"/>`,
    arm(swing, 0.3),
    arm(-swing, 0.7),
    `<path d="M${x(0.26)} ${y(0.23)}Q${x(0.5)} ${y(0.165)} ${x(0.74)} ${y(0.23)}L${x(0.69)} ${y(0.5)}L${x(0.31)} ${y(0.5)}Z" fill="${kit.shirt}"/>`,
    drawNumber(figure.number, x, y, size),
    `<circle cx="${x(0.5)}" cy="${y(0.115)}" r="${size(0.07)}" fill="${skin}"/>`,
    `<path d="M${x(0.35)} ${y(0.105)}A${size(0.07)} ${size(0.07)} 0 0 1 ${x(0.65)} ${y(0.105)}Q${x(0.5)} ${y(0.06)} ${x(0.35)} ${y(0.105)}Z" fill="${hair}"/>`,
    `</g>`,
  ].join('')
}

/** The soft shadow at a figure's feet; drawn before all figures. */
export function drawShadow(figure: Figure): string {
  const cx = (figure.box.x + figure.box.w / 2) * FRAME.width
  const cy = (figure.box.y + figure.box.h * 0.95) * FRAME.height
  const rx = figure.box.w * FRAME.width * 0.55
  return `<ellipse cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${(rx * 0.22).toFixed(1)}" fill="#000" opacity="0.28"/>`
}

/** Digits as strokes on a 2 by 4 grid: text would need a font on the machine. */
const DIGITS = [
  'M0 0H2V4H0Z',
  'M1 0V4',
  'M0 0H2V2H0V4H2',
  'M0 0H2V4H0M0 2H2',
  'M0 0V2H2M2 0V4',
  'M2 0H0V2H2V4H0',
  'M2 0H0V4H2V2H0',
  'M0 0H2V4',
  'M0 0H2V4H0ZM0 2H2',
  'M2 2H0V0H2V4H0',
] as const

function drawNumber(
  number: number | null,
  x: (share: number) => string,
  y: (share: number) => string,
  size: (share: number) => string,
): string {
  if (number === null) return ''
  const digits = [...String(number)]
  const unit = Number(size(0.027))
  const width = digits.length * 2 + (digits.length - 1) * 1.4
  const left = Number(x(0.5)) - (width * unit) / 2
  return digits
    .map((digit, index) => {
      const at = (left + index * 3.4 * unit).toFixed(1)
      return `<path transform="translate(${at} ${y(0.28)}) scale(${unit})" d="${DIGITS[Number(digit)]}" fill="none" stroke="#fff" stroke-width="0.75"/>`
    })
    .join('')
}
