import type { Figure, Scene } from './scene.ts'

/** The same match, in which `one` wears this number; whoever has it in the same team wears theirs instead. */
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
