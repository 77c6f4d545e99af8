import t from 'tap'
import { readUserName } from '../../../src/domain/text/user-name.ts'

/** As Node gives a header of these bytes. */
const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

t.test('names of real directories are names', async (t) => {
  for (const name of [
    'anna',
    'AD\\anna',
    'Anna Smith',
    'Anna Müller',
    'anna@club.test',
    "O'Brien, Seán",
    'CN=Anna Smith,OU=Staff,DC=club,DC=test',
    'Łukasz Żółć',
    'Γιώργος',
    'Анна',
    '田中 陽子',
    'علی\u200cرضا',
    '0x7',
    'a'.repeat(256),
  ]) {
    t.equal(readUserName(utf8(name)), name)
  }
})

t.test(
  'a name in Latin-1 is read as well, and two spellings of one letter are one name',
  async (t) => {
    t.equal(readUserName('Anna M\xfcller'), 'Anna Müller')
    t.equal(readUserName(utf8('Anna Mu\u0308ller')), 'Anna Müller')
    t.equal(readUserName('  anna\t'), 'anna')
  },
)

t.test('what is no name is nobody', async (t) => {
  for (const text of [
    '',
    ' ',
    '-',
    '"',
    '(null)',
    'anna\nben',
    'anna\rben',
    'anna\0',
    'anna\x1b[31m',
    'anna\x85ben',
    'anna\x7f',
    utf8('anna\u2028ben'),
    utf8('\u202eanna'),
    utf8('an\u200bna'),
    utf8('an\ufeffna'),
    utf8('\ue000anna'),
    'a'.repeat(257),
  ]) {
    t.equal(readUserName(text), null, JSON.stringify(text))
  }
})
