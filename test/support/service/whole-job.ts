import type { Test } from 'tap'
import * as page from '../browser/controls.ts'
import type { Person } from '../browser/person.ts'
import type { RealTime } from '../process/real-time.ts'

/** The walk from nothing to a result, in steps that the tests of every browser share. */

/** A match of which a whole analysis takes some twenty seconds in real time. */
const VIDEO = 'https://videos.example.test/short-derby.mp4'

/** Longer than a walk takes on a busy machine, milliseconds; each step of it has its own bound. */
export const WALK_MS = 300_000

/** Creates a job with our form; gives back its address, as the browser shows it. The id makes the match. */
export async function createJob(t: Test, person: Person, home: string): Promise<string> {
  await person.open(home)
  await person.read(page.heading('Jobs'))
  await person.fill(page.field('Video URL'), VIDEO)
  await person.fill(page.field('Role'), 'Striker')
  await person.fill(page.field('Category'), 'U17')
  await person.fill(page.field('Player name'), 'M. Bianchi')
  await person.press(page.button('Create job'))
  await person.read(page.heading('M. Bianchi'))
  const job: string = await person.evaluate('location.href')
  t.comment(`match of ${job}`)
  return job
}

/** Waits for the candidates, without a reload, and takes the nth. */
export async function choosePlayer(person: Person, n: number): Promise<void> {
  await person.press(page.track(n))
  await person.press(page.button('Use this player'))
  await person.read(page.CHANGE_PLAYER)
}

/** Takes another player than the stored one. */
export async function chooseAnother(person: Person): Promise<void> {
  await person.press(page.CHANGE_PLAYER)
  await person.press(page.OTHER_TRACK)
  await person.press(page.button('Use this player'))
}

/** Starts the analysis and waits for its result. */
export async function analyse(person: Person): Promise<void> {
  await person.press(page.button('Start analysis'))
  await person.read(page.PROGRESS)
  await person.read(page.RESULT)
}

/** Goes to the frame of the target, moves its box, leaves the page by its link and comes back with Back. */
async function leaveAndComeBack(person: Person): Promise<void> {
  await person.press(page.link('Adjust the box on its frame'))
  await person.read(page.heading('Frame'))
  for (let press = 0; press < 5; press += 1) await person.press(page.button('Move right'))
  await person.press(page.link('Back to'))
  await person.read(page.heading('M. Bianchi'))
  await person.back()
  await person.read(page.heading('Frame'))
}

/** Where the box begins, pixels from the frame's left edge: as it is drawn, and as it would be sent. */
function leftOfBox(person: Person): Promise<{ drawn: number; sent: number }> {
  return person.evaluate(`(() => {
    const width = document.querySelector('.box-stage img').getAttribute('width')
    const { left } = document.querySelector('.box-grip').style
    return {
      drawn: Math.round(parseFloat(left) * width / 10) / 10,
      sent: document.getElementById('left').valueAsNumber,
    }
  })()`)
}

/** A whole job by one person in a browser: over one stream, and with a look back at the box. */
export async function wholeJobWithBack(
  t: Test,
  touchline: RealTime,
  person: Person,
  home: string,
): Promise<void> {
  const job = await createJob(t, person, home)
  await choosePlayer(person, 2)
  t.equal(await touchline.openStreams(1), 1, 'one stream while it is prepared')

  await leaveAndComeBack(person)
  const { drawn, sent } = await leftOfBox(person)
  t.equal(sent, drawn, 'after Back, what is drawn is what is sent')
  await person.press(page.button('Confirm target'))
  await person.press(page.button('Start analysis'))
  t.equal(await touchline.leftOfTarget(job), drawn, 'and it is what was sent')

  await person.read(page.withText('strong', 'Measuring movement'))
  t.equal(await touchline.openStreams(1), 1, 'one stream while it runs')
  await person.read(page.RESULT)
  await person.read(page.FINISHED)
  t.equal(await touchline.openStreams(0), 0, 'and none when it has ended')
}
