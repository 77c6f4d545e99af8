import t from 'tap'
import { readPlayerLines } from '../../../src/domain/forms/player-lines.ts'

const read = (text: string) => readPlayerLines(text, 'players')
const line = (name: string, shirt = '', role = '') => ({ name, shirt, role })
const faultsOf = (text: string) => read(text).faults.map(({ message }) => message)

t.test('a line is read as people write a player', async (t) => {
  for (const [text, player] of [
    ['L. Okafor', line('L. Okafor')],
    ['9 L. Okafor', line('L. Okafor', '9')],
    ['9. L. Okafor', line('L. Okafor', '9')],
    ['9   L. Okafor', line('L. Okafor', '9')],
    ['09) L. Okafor , Striker ', line('L. Okafor', '09', 'Striker')],
    ['9, L. Okafor, Striker', line('L. Okafor', '9', 'Striker')],
    ['L. Okafor, 9', line('L. Okafor', '9')],
    ['L. Okafor;Striker;9', line('L. Okafor', '9', 'Striker')],
    ['9\tL. Okafor\tStriker', line('L. Okafor', '9', 'Striker')],
    ['\tL. Okafor\t', line('L. Okafor')],
    ['0 Zoë Ångström', line('Zoë Ångström', '0')],
    ['Ronaldo 9', line('Ronaldo 9')],
    ['12, 07 Vestia', line('07 Vestia', '12')],
    ['12, 100 Gecs', line('100 Gecs', '12')],
  ] as const) {
    t.strictSame(read(text), { players: [player], faults: [] }, text)
  }
})

t.test('blank lines count as none, whatever ends a line', async (t) => {
  const { players, faults } = read('\r\n1 A\r\n\n  \t\n2 B\rC\n')
  t.strictSame(faults, [])
  t.strictSame(players, [line('A', '1'), line('B', '2'), line('C')])
})

t.test('what cannot be read is said with the number of its line', async (t) => {
  t.strictSame(faultsOf(''), ['Enter the players, one a line.'])
  t.strictSame(faultsOf(' \n'), ['Enter the players, one a line.'])
  t.strictSame(faultsOf('A\n\n9\nB'), ['Line 3 has no name.'])
  t.strictSame(faultsOf('9, A, Striker, U17'), [
    'Line 1 has more than a number, a name and a role.',
  ])
  t.strictSame(faultsOf('A, 9, 10'), ['Line 1 has more than one number.'])
  t.strictSame(faultsOf('100 A\n100, B'), [
    'Line 1 has a number that is no shirt’s: 0 to 99.',
    'Line 2 has a number that is no shirt’s: 0 to 99.',
  ])
  t.strictSame(faultsOf('9 A\nB\n9, a'), ['Line 3 is the same as line 1.'])
  t.strictSame(faultsOf('9 A\n10 A'), [], 'two may bear one name')
})

t.test('no more than twenty-five at once', async (t) => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => `Player ${i}`).join('\n')
  t.equal(read(lines(25)).players.length, 25)
  t.strictSame(read(lines(26)), {
    players: [],
    faults: [
      { field: 'players', message: 'These are 26 players: at most 25 jobs are created at once.' },
    ],
  })
})
