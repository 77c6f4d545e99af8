import { isIPv6 } from 'node:net'

/** Wrong credentials from one address within one window; then it waits for the window to end. */
const MOST_FAILURES = 10
const WINDOW_MS = 60_000
/** Addresses kept in mind, so that memory is bounded. */
const MOST_ADDRESSES = 10_000

export interface FailureLimit {
  /** Seconds to wait; 0 where the address may try. */
  waitSec(address: string): number
  failed(address: string): void
  /** The try turned out right: it does not count. */
  forgive(address: string): void
}

/** Slows down the guessing of passwords. An IPv6 network of one customer (/64) counts as one address. */
export function createFailureLimit(now: () => number): FailureLimit {
  const windows = new Map<string, { endsAt: number; failures: number }>()

  function windowOf(address: string) {
    const window = windows.get(keyOf(address))
    return window !== undefined && window.endsAt > now() ? window : null
  }

  return {
    waitSec(address) {
      const window = windowOf(address)
      if (window === null || window.failures < MOST_FAILURES) return 0
      return Math.ceil((window.endsAt - now()) / 1000)
    },
    failed(address) {
      const window = windowOf(address)
      if (window !== null) window.failures += 1
      else {
        windows.delete(keyOf(address))
        windows.set(keyOf(address), { endsAt: now() + WINDOW_MS, failures: 1 })
        if (windows.size > MOST_ADDRESSES) windows.delete(windows.keys().next().value as string)
      }
    },
    forgive(address) {
      const window = windowOf(address)
      if (window !== null) window.failures -= 1
    },
  }
}

function keyOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const missing = 8 - groups.length - tail.split(':').filter((group) => group !== '').length
  const whole = address.includes('::') ? [...groups, ...Array(missing).fill('0')] : groups
  return whole.slice(0, 4).join(':')
}
