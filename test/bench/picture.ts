/** A frame as the service makes them, bytes of a JPEG of 1280 by 720: 100 to 200 kB. */
export async function picture(): Promise<Buffer> {
  try {
    const { default: sharp } = await import('sharp')
    const grain = { type: 'gaussian', mean: 110, sigma: 14 } as const
    return await sharp({
      create: { width: 1280, height: 720, channels: 3, background: '#3c7d3f', noise: grain },
    })
      .jpeg({ quality: 72 })
      .toBuffer()
  } catch {
    // Without sharp there are no thumbnails to measure: any bytes of the right size and kind will do.
    return Buffer.concat([
      Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1'),
      Buffer.alloc(150_000, 7),
    ])
  }
}
