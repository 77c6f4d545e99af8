import type { Measured } from './measure.ts'

export interface Rating {
  /** 0 to 10 */
  match10: number
  /** 0 to 100 */
  impact100: number
  /** 0 to 100 */
  overall: number
  /** 0 to 100 each */
  radar: Record<string, number>
  explain: string
}

const BASELINE = 6

/** Ratings from what was measured: how often seen, how fast, how far, how near the ball. */
export function rate(measured: Measured): Rating {
  const presence = share(measured.coverageRatio, 0.2, 1)
  const pace = share(measured.topSpeedKmh, 8, 30)
  const work = share(measured.avgSpeedKmh, 3, 13)
  const nearBall = 1 - share(measured.ballDistanceM, 2, 20)
  const calm = 1 - share(measured.lostSegments.length, 0, 12)
  const radar = {
    Finishing: score(0.7 * nearBall + 0.3 * pace),
    Heading: score(0.5 * presence + 0.2 * nearBall),
    Positioning: score(0.5 * presence + 0.5 * nearBall),
    Composure: score(0.6 * calm + 0.4 * presence),
    'Off-the-ball Movement': score(0.6 * work + 0.4 * pace),
    'Shot Power': score(0.8 * pace + 0.1 * work),
  }
  const values = Object.values(radar)
  const overall = round1(values.reduce((sum, value) => sum + value, 0) / values.length)
  const match10 = Math.round((BASELINE + (overall - 50) / 16) * 100) / 100
  return {
    match10,
    impact100: score(0.4 * presence + 0.3 * work + 0.3 * nearBall),
    overall,
    radar,
    explain: `From ${BASELINE} to ${match10}: seen ${percentText(measured.coverageRatio)} of the time, ${measured.distanceM} m covered, ${measured.ballDistanceM} m from the ball on average.`,
  }
}

/** Where a value lies between two limits, 0 to 1. */
function share(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)))
}

function score(part: number): number {
  return Math.round(25 + 70 * part)
}

function round1(value: number): number {
  return Math.round(value * 10) / 10
}

function percentText(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
