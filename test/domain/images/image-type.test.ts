import fc from 'fast-check'
import t from 'tap'
import { imageType } from '../../../src/domain/images/image-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

t.test('the first bytes tell JPEG, PNG and WebP', async (t) => {
  t.equal(imageType(bytes('\xff\xd8\xff\xe0\x00\x10JFIF')), 'image/jpeg')
  t.equal(imageType(bytes('\xff\xd8\xff\xdb')), 'image/jpeg')
  t.equal(imageType(bytes('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR')), 'image/png')
  t.equal(imageType(bytes('RIFF\x24\x00\x00\x00WEBPVP8 ')), 'image/webp')
})

t.test('everything else is no image, whatever it calls itself', async (t) => {
  const others = [
    '',
    '\xff\xd8',
    '\x89PNG',
    '\x89PNG\n\x1a\n',
    'RIFF\x24\x00\x00\x00WAVEfmt ',
    'RIFFWEBP',
    'GIF89a',
    'BM',
    '<svg xmlns=',
    '<?xml version="1.0"?><svg',
    '<html>',
    '{"a":1}',
    ' \xff\xd8\xff',
    '%PDF-1.7',
    'II*\x00',
    '\x00\x00\x00\x1cftypavif',
  ]
  for (const text of others) t.equal(imageType(bytes(text)), null, JSON.stringify(text))
})

t.test('no bytes crash it', async () => {
  fc.assert(fc.property(fc.uint8Array(), (given) => imageType(given) === null || given.length >= 3))
})
