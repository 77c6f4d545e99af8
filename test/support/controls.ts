/** The controls of our pages by role and name, as XPaths: every browser's driver knows those. */

export const heading = (words: string) =>
  `//*[self::h1 or self::h2][contains(normalize-space(), "${words}")]`
export const button = (name: string) => `//button[normalize-space()="${name}"]`
export const link = (name: string) => `//a[starts-with(normalize-space(), "${name}")]`
export const field = (label: string) =>
  `//*[@id=//label[starts-with(normalize-space(), "${label}")]/@for]`
export const named = (name: string) => `//*[@aria-label="${name}"]`
