/** Removes the slashes at the end in one pass. A pattern such as `/+$` would search again from every slash. */
export function withoutEndSlashes(path: string): string {
  let end = path.length
  while (path.charAt(end - 1) === '/') end -= 1
  return path.slice(0, end)
}
