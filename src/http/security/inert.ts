/**
 * The policy for bytes of others that we hand out under our own origin. A browser that shows them as a document runs
 * nothing in it, loads nothing for it and sends no form of it.
 */
export const INERT_POLICY = "default-src 'none'; sandbox"

/** Types that a page of ours could load as a script or a style sheet, where `nosniff` allows no other. */
const ACTIVE = /(java|ecma|j|live)script|css|wasm/i

/**
 * The type to send for these bytes: one that no page can load as a script or a style sheet. All other types stay as
 * they are.
 */
export function inertType(type: string): string {
  return ACTIVE.test(type) ? 'application/octet-stream' : type
}
