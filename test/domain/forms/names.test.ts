import t from 'tap'
import {
  changesNames,
  namingIn,
  playerProfileForm as read,
} from '../../../src/domain/forms/names.ts'
import { ABLE } from '../../../src/domain/job/service-facts.ts'
import { jobOf } from '../../support/service/jobs.ts'

const named = (playerName: string | null, teamName: string | null, shirtNumber: number | null) => ({
  ...jobOf(),
  player: { playerName, teamName, shirtNumber },
})
const job = named('Ann', 'North End', 9)
const SHOWN = { shown_playerName: 'Ann', shown_teamName: 'North End', shown_shirtNumber: '9' }
const AS_SHOWN = { playerName: 'Ann', teamName: 'North End', shirtNumber: '9' }
const playerProfileForm = (fields: Record<string, string>, now = job) => read(fields, { job: now })

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
  'a name that somebody else has changed meanwhile is not replaced without a word',
  async (t) => {
    const fields = { ...SHOWN, ...AS_SHOWN, playerName: 'Bo' }
    t.match(playerProfileForm(fields, named('Cy', 'North End', 9)), {
      faults: [{ field: 'playerName', message: /^Somebody else has stored “Cy” as the name/ }],
    })
    t.match(playerProfileForm(fields, named(null, 'North End', 9)), {
      faults: [{ field: 'playerName', message: /^Somebody else has removed the name/ }],
    })
    const body = { playerName: 'Bo' }
    t.strictSame(
      playerProfileForm(fields, named('Ann', 'Rovers', 7)),
      { body },
      'others may change',
    )
    t.strictSame(playerProfileForm(fields, named('Bo', 'North End', 9)), { body }, 'sent once more')
  },
)

t.test(
  'a name of 120 characters is taken, however long its units are, and no longer one',
  async (t) => {
    const most = '🦊'.repeat(120)
    t.strictSame(playerProfileForm({ playerName: most }), { body: { playerName: most } })
    t.match(playerProfileForm({ playerName: `${most}a` }), { faults: [{ field: 'playerName' }] })
    t.match(playerProfileForm({ teamName: `${most}a` }), { faults: [{ field: 'teamName' }] })
    const fields = { ...SHOWN, shown_teamName: `${most}a`, teamName: `${most}a`, playerName: 'Bo' }
    t.strictSame(
      playerProfileForm(fields, named('Ann', `${most}a`, 9)),
      { body: { playerName: 'Bo' } },
      'but one that the service holds is nobody’s to correct',
    )
  },
)

t.test('every field that cannot be stored is told, at its place', async (t) => {
  for (const unseen of ['\u200b', '\u2800', '\u202e\u202e']) {
    t.match(playerProfileForm({ playerName: unseen }), {
      faults: [{ field: 'playerName', message: /^Nobody could see this name/ }],
    })
  }
  for (const odd of ['M.\tBianchi', 'M.\u0007', '\ud800', 'a\u007fb']) {
    t.match(
      playerProfileForm({ playerName: odd, teamName: odd, shirtNumber: '1\u00002' }),
      { faults: [{ field: 'playerName' }, { field: 'teamName' }, { field: 'shirtNumber' }] },
      JSON.stringify(odd),
    )
  }
})

t.test('the form of a choice names nobody where its names stand as they are stored', async (t) => {
  const naming = (fields: Record<string, string>, now = job) => namingIn(fields, now, ABLE)
  t.strictSame(naming({ trackId: '8' }), [])
  t.strictSame(naming({ trackId: '8', ...AS_SHOWN, playerName: 'Bo' }), [], 'no page showed them')
  t.strictSame(naming({ trackId: '8', ...SHOWN, ...AS_SHOWN }), [])
  const fields = { ...SHOWN, ...AS_SHOWN, playerName: 'Bo' }
  t.strictSame(naming({ trackId: '8', attempt: 'a', ...fields }), [
    { action: 'player-profile', fields },
  ])
  t.strictSame(naming(fields, named('Bo', 'North End', 9)), [], 'sent again, it is stored')
  t.equal(changesNames(fields, named('Bo', 'North End', 9)), false)
  t.equal(changesNames(fields, job), true)
  const lacking = { ...ABLE, lacks: new Set(['player-profile'] as const) }
  t.match(namingIn(fields, job, lacking), { faults: [{ message: /cannot change the name/ }] })
})
