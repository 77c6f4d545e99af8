import type { Box } from '../../contracts/box.ts'
import { FRAME, type Place, project, type View } from './camera.ts'
import { type Detail, drawCutaway, drawPitch, drawVeil } from './draw-pitch.ts'
import { drawPlayer, drawShadow } from './draw-player.ts'
import type { Figure, Scene } from './scene.ts'

/** What the scene looks like at a time, as one SVG document of 1280 by 720. */
function frameSvg(scene: Scene, timeSec: number, detail: Detail = 'full'): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${FRAME.width}" height="${FRAME.height}">`
  if (scene.isCutaway(timeSec)) {
    return `${open}${drawCutaway(scene.look, timeSec, detail)}${drawVeil(scene.look)}</svg>`
  }
  const view = scene.view(timeSec)
  const figures = scene.figures(timeSec)
  const ball = drawBall(view, scene.ball(timeSec))
  return [
    open,
    drawPitch(scene.look, view, detail),
    drawVeil(scene.look),
    ...figures.map(drawShadow),
    ...figures.filter((figure) => footOf(figure) <= ball.foot).map(drawPlayer),
    ball.svg,
    ...figures.filter((figure) => footOf(figure) > ball.foot).map(drawPlayer),
    '</svg>',
  ].join('')
}

/** The frame as JPEG bytes. Throws if the optional package `sharp` is not installed. */
export async function renderFrame(scene: Scene, timeSec: number): Promise<Buffer> {
  const sharp = await loadSharp()
  return sharp(Buffer.from(frameSvg(scene, timeSec)))
    .jpeg({ quality: 82, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** The frame as lossy WebP, `width` pixels wide: a picture of the video. */
export async function renderPicture(scene: Scene, timeSec: number, width: number): Promise<Buffer> {
  const sharp = await loadSharp()
  const density = (72 * width) / FRAME.width
  return sharp(Buffer.from(frameSvg(scene, timeSec, 'plain')), { density })
    .removeAlpha()
    .webp({ quality: 70, effort: 0 })
    .toBuffer()
}

/** A candidate's picture: the box with a margin of a quarter, cut from the JPEG of the frame. */
export async function cropFrame(frame: Buffer, box: Box): Promise<Buffer> {
  const sharp = await loadSharp()
  const left = Math.max(0, Math.round((box.x - box.w / 4) * FRAME.width))
  const top = Math.max(0, Math.round((box.y - box.h / 4) * FRAME.height))
  const width = Math.min(FRAME.width - left, Math.round(box.w * 1.5 * FRAME.width))
  const height = Math.min(FRAME.height - top, Math.round(box.h * 1.5 * FRAME.height))
  return sharp(frame).extract({ left, top, width, height }).jpeg({ quality: 85 }).toBuffer()
}

function drawBall(view: View, place: Place): { svg: string; foot: number } {
  const at = project(view, place)
  const radius = 0.16 * at.scale * FRAME.height
  const [x, ground, r] = [at.x * FRAME.width, at.y * FRAME.height, radius.toFixed(1)]
  const shadow = `<ellipse cx="${x.toFixed(1)}" cy="${ground.toFixed(1)}" rx="${(radius * 1.2).toFixed(1)}" ry="${(radius * 0.4).toFixed(1)}" fill="#000" opacity="0.3"/>`
  const ball = `<circle cx="${x.toFixed(1)}" cy="${(ground - radius).toFixed(1)}" r="${r}" fill="#fbfbfb" stroke="#333" stroke-width="1.2"/>`
  return { svg: shadow + ball, foot: at.y }
}

function footOf(figure: Figure): number {
  return figure.box.y + figure.box.h
}

async function loadSharp() {
  try {
    return (await import('sharp')).default
  } catch (cause) {
    throw new Error(
      'The demo draws its frames with the optional package "sharp". Install it: npm install sharp',
      { cause },
    )
  }
}
