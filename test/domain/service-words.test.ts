import t from 'tap'
import { serviceWords } from '../../src/domain/service-words.ts'

t.test('the words of the service keep their sense and lose their signatures', (t) => {
  for (const [text, words] of [
    ['Tracking timeout exceeded', 'Tracking timeout exceeded'],
    [
      '404 Client Error for url: http://store/fnh/a.mp4?X-Amz-Signature=abc&X-Amz-Date=1 (gone)',
      '404 Client Error for url: http://store/fnh/a.mp4 (gone)',
    ],
    ["see 'https://h/p?sig=s' and S3://b/k#frag", "see 'https://h/p' and S3://b/k"],
    ['failed with X-Amz-Signature=abc', 'failed with X-Amz-Signature=…'],
    ['two\n lines\twith   spaces ', 'two lines with spaces'],
    ['Why? Nobody knows.', 'Why? Nobody knows.'],
  ] as const) {
    t.equal(serviceWords(text), words)
  }
  t.end()
})
