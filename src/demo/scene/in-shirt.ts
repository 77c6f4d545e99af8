import type { Figure, Scene } from './scene.ts'

/** The same match, but `one` wears this number. A teammate who has it wears the number of `one` instead. */
export function inShirt(scene: Scene, one: Figure, number: number): Scene {
  const worn = ({ trackId, kit, number: own }: Figure) => {
    if (trackId === one.trackId) return number
    return own === number && kit === one.kit ? one.number : own
  }
  return {
    ...scene,
    figures: (timeSec) =>
      scene.figures(timeSec).map((figure) => ({ ...figure, number: worn(figure) })),
  }
}
