import t from 'tap'
import { namesIn, playerProfileForm } from '../../../src/domain/forms/names.ts'

const SHOWN = { shown_playerName: 'Ann', shown_teamName: 'North End', shown_shirtNumber: '9' }
const AS_SHOWN = { playerName: 'Ann', teamName: 'North End', shirtNumber: '9' }

t.test('a blank field clears its value, and a wrong number is refused at its field', async (t) => {
  t.strictSame(playerProfileForm({ playerName: ' Ann ', teamName: '', shirtNumber: '0' }), {
    body: { playerName: 'Ann', teamName: null, shirtNumber: 0 },
  })
  for (const shirtNumber of ['100', '-1', '9.5', 'nine']) {
    t.match(playerProfileForm({ shirtNumber }), { faults: [{ field: 'shirtNumber' }] }, shirtNumber)
  }
})

t.test('only what differs from what the page showed is sent', async (t) => {
  t.strictSame(playerProfileForm({ ...SHOWN, ...AS_SHOWN, playerName: 'Bo' }), {
    body: { playerName: 'Bo' },
  })
  t.strictSame(playerProfileForm({ ...SHOWN, ...AS_SHOWN, shirtNumber: '' }), {
    body: { shirtNumber: null },
  })
  t.match(playerProfileForm({ ...SHOWN, ...AS_SHOWN }), { faults: [{ field: null }] })
})

t.test(
  'a name of 120 characters is taken, however long its units are, and no longer one',
  async (t) => {
    const most = '🦊'.repeat(120)
    t.strictSame(playerProfileForm({ playerName: most }), { body: { playerName: most } })
    t.match(playerProfileForm({ playerName: `${most}a` }), { faults: [{ field: 'playerName' }] })
    t.match(playerProfileForm({ teamName: `${most}a` }), { faults: [{ field: 'teamName' }] })
    const stored = { shown_teamName: `${most}a`, teamName: `${most}a` }
    t.strictSame(
      playerProfileForm({ ...stored, playerName: 'Bo' }),
      { body: { playerName: 'Bo' } },
      'but one that the service holds is nobody’s to correct',
    )
  },
)

t.test('the form of a choice holds names only where one was changed in it', async (t) => {
  t.equal(namesIn({ trackId: '8' }), null)
  t.equal(namesIn({ trackId: '8', ...AS_SHOWN }), null, 'no page has shown them')
  t.equal(namesIn({ trackId: '8', ...SHOWN, ...AS_SHOWN }), null)
  const names = namesIn({ trackId: '8', attempt: 'a', ...SHOWN, ...AS_SHOWN, playerName: 'Bo' })
  t.strictSame(names, { ...SHOWN, ...AS_SHOWN, playerName: 'Bo' })
})
