/**
 * The policy for bytes of others that we hand out under our own origin. A browser that shows them as a document runs
 * nothing in it, loads nothing for it and sends no form of it.
 */
export const INERT_POLICY = "default-src 'none'; sandbox"

/** Types that a page of ours could load as a script or a style sheet, where `nosniff` allows no other. */
const ACTIVE = /(java|ecma|j|live)script|css|wasm/i

/**
 * Replaces a type that a page could load as a script or a style sheet. Any other type stays as it is.
 */
export function inertType(type: string): string {
  return ACTIVE.test(type) ? 'application/octet-stream' : type
}
