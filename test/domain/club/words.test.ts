import t from 'tap'
import { folded, searchWords } from '../../../src/domain/club/words.ts'

t.test('names are found without their special letters and signs', async (t) => {
  const cases: [name: string, typed: string][] = [
    ['Jörg Müller', 'jorg muller'],
    ['Kenan Yıldız', 'KENAN YILDIZ'],
    ['İlkay', 'ilkay'],
    ['Luka Đoković', 'luka dokovic'],
    ['Simon Kjær', 'simon kjaer'],
    ['Birkir Guðmundsson', 'birkir gudmundsson'],
    ['Þór', 'thor'],
    ['Ħamrun', 'hamrun'],
    ['Œuvre', 'oeuvre'],
    ['Łódź', 'lodz'],
    ['Großkreutz', 'grosskreutz'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['O’Neill', "o'neill"],
    ['O‘Neill', 'oneill'],
    ['O＇Neill', 'oneill'],
    ['Piŉ', 'pin'],
    ['Jean\u2011Pierre', 'jean-pierre'],
    ['zero\u200bwidth\u202e', 'zerowidth'],
  ]
  for (const [name, typed] of cases) {
    t.equal(folded(name), folded(typed), name)
    t.equal(folded(folded(name)), folded(name), 'once is enough')
  }
  t.not(folded('Ohara'), folded('Okara'))
})

t.test('a search has at most eight words', async (t) => {
  t.strictSame(searchWords('  27 27  Nov '), ['27', '27', 'nov'])
  t.equal(searchWords('a b c d e f g h i j').length, 8)
})
