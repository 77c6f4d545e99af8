import t from 'tap'
import { demoSeeds } from '../../src/demo/seeds/demo-seeds.ts'

t.test(
  'where a job of the demo has a chosen player, their shirt bears the number of its name',
  async (t) => {
    let chosen = 0
    for (const seed of demoSeeds(Date.now())) {
      const job = seed.make()
      const trackId = job.playerRef?.['track_id']
      if (trackId === undefined) continue
      chosen += 1
      const { player_name, shirt_number } = job.target['player'] as Record<string, unknown>
      const seen = job.previewTimes
        .flatMap((sec) => job.scene.figures(sec))
        .filter((figure) => figure.trackId === trackId)
      t.ok(seen.length > 5, `${player_name} is seen`)
      t.ok(
        seen.every(({ number }) => number === shirt_number),
        `${player_name} wears ${shirt_number}`,
      )
    }
    t.ok(chosen >= 8, `${chosen} jobs`)
  },
)

t.test('no two of one team wear one number', async (t) => {
  for (const seed of demoSeeds(Date.now())) {
    const job = seed.make()
    for (const sec of job.previewTimes) {
      const worn = job.scene
        .figures(sec)
        .flatMap(({ kit, number }) => (number === null ? [] : [`${kit.shirt} ${number}`]))
      t.equal(new Set(worn).size, worn.length, `${job.id} at ${sec}`)
    }
  }
})
