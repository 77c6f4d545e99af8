/** Without the slashes at its end. In one pass: a pattern such as `/+$` looks on from every slash. */
export function withoutEndSlashes(path: string): string {
  let end = path.length
  while (path.charAt(end - 1) === '/') end -= 1
  return path.slice(0, end)
}
