export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp'

/** The type is read from this many first bytes. */
export const IMAGE_TYPE_BYTES = 12

/**
 * The image type by its first bytes; null for anything but JPEG, PNG and WebP. The type that the store names is
 * ignored: object stores say `binary/octet-stream`, and SVG and HTML can call themselves PNG.
 */
export function imageType(bytes: Uint8Array): ImageType | null {
  const head = Buffer.from(bytes.subarray(0, IMAGE_TYPE_BYTES)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'image/webp'
  return null
}
