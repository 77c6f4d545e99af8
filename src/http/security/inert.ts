/**
 * For bytes that others made and we hand out under our own origin: a browser that shows them as a document runs
 * nothing in it, loads nothing for it and sends no form of it.
 */
export const INERT_POLICY = "default-src 'none'; sandbox"

/** Types that a page of ours could load as a script or a style sheet, where `nosniff` allows no other. */
const ACTIVE = /(java|ecma|j|live)script|css|wasm/i

/** The same bytes as a type that no page can load; all other types stay as they are. */
export function inertType(type: string): string {
  return ACTIVE.test(type) ? 'application/octet-stream' : type
}
