/** The lens: the clouds from above at a scale that follows the noise, drawn on a canvas. */
import { positionBound } from '../../engine/frontend.ts';
import { ELLIPSE_SCALE } from '../comparison/limit-ellipse.ts';
import { fineMetres } from '../format.ts';
import { niceAbove } from '../inspector/axes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { companionStep } from './companion.ts';
import type { DenoisingPicture } from './denoising-state.ts';
import { arrowLines } from './pull-grid.ts';
import { siteColour } from './site-colours.ts';
import { centreAt, cloudAt, spreadAt, TOGETHER } from './trace.ts';

/** Colours of the page that the lens is drawn with. */
export interface LensInk {
  readonly truth: string;
  readonly rim: string;
  readonly grid: string;
  readonly text: string;
}

/** An ellipse around the truth within which a fix at the limit falls, as semi-axes and angle; null where none is known. */
export type LensLimit = { readonly semiMajor: number; readonly semiMinor: number; readonly azimuth: number } | null;

/** What a refined fix says of itself as an ellipse: it knows more than the limit of the page, which it therefore may beat. */
export function refinedLimit({ refined }: Pick<DenoisingPicture, 'refined'>): LensLimit {
  if (!refined) return null;
  const [xx, xy, yy] = refined.information;
  const bound = positionBound(Float64Array.of(xx, xy, 0, xy, yy, 0, 0, 0, 0), 2);
  return bound && enlarged(bound.ellipse);
}

/** An ellipse of one standard deviation as it is drawn. */
export function enlarged({ semiMajor, semiMinor, azimuth }: NonNullable<LensLimit>): NonNullable<LensLimit> {
  return { semiMajor: ELLIPSE_SCALE * semiMajor, semiMinor: ELLIPSE_SCALE * semiMinor, azimuth };
}

/** The lens shows no less than this around the user, metres: of clouds, and of a fix that phases have refined. */
const SMALLEST = { clouds: 0.002, refined: 1e-5 } as const;

/**
 * How far the lens reaches around the truth, metres, a round number: the fused cloud and its middle are within it.
 *
 * @param isLast whether the refined fix is looked at in place of the cloud
 */
export function lensReach(
  { trace, step, truth, refined }: Pick<DenoisingPicture, 'trace' | 'step' | 'truth' | 'refined'>,
  isLast = false,
): number {
  if (isLast && refined) {
    const away = Math.hypot(refined.x - truth[0], refined.y - truth[1]);
    return niceAbove(Math.max(SMALLEST.refined, 1.6 * away, Number.isFinite(refined.bound) ? 3 * refined.bound : 0));
  }
  const [x, y] = centreAt(trace, step, TOGETHER);
  const away = Math.hypot(x - truth[0], y - truth[1]);
  return niceAbove(Math.max(SMALLEST.clouds, away + 3 * spreadAt(trace, step, TOGETHER)));
}

/** What a lens looks at: the stage's clouds, the other sampler's beside them, or the refined fix. */
export type LensSubject = 'clouds' | 'beside' | 'refined';

/** What of a picture a lens looks at; null where there is nothing. */
export function lensPicture(picture: DenoisingPicture, subject: LensSubject): DenoisingPicture | null {
  switch (subject) {
    case 'clouds':
      // The last metre comes after the last step.
      return picture.step === picture.trace.steps ? picture : { ...picture, refined: null };
    case 'refined':
      return picture.refined && { ...picture, showsField: false };
    case 'beside': {
      const { companion, step } = picture;
      if (!companion?.trace) return null;
      const { sampler, trace } = companion;
      return {
        ...picture,
        sampler,
        trace,
        step: companionStep(trace, step),
        showsAlone: false,
        showsField: false,
        refined: null,
      };
    }
    default:
      return subject satisfies never;
  }
}

/** Where the drawing goes. */
export interface LensBox {
  readonly context: CanvasRenderingContext2D;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Draws the lens around the truth, north up. */
export function drawLens(
  { context, x: cx, y: cy, radius }: LensBox,
  picture: DenoisingPicture,
  limit: LensLimit,
  ink: LensInk,
  isLast = false,
): void {
  const { trace, step, truth, listening, showsAlone, showsField, field, refined, sampler } = picture;
  const reach = lensReach(picture, isLast);
  const scale = radius / reach;
  const own = estimatorStyle(sampler).colour;
  const place = (x: number, y: number): [number, number] => [cx + scale * (x - truth[0]), cy - scale * (y - truth[1])];
  context.save();
  context.beginPath();
  context.arc(cx, cy, radius, 0, 2 * Math.PI);
  context.strokeStyle = ink.grid;
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  context.setLineDash([3, 3]);
  context.arc(cx, cy, radius / 2, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);

  const dots = (cloud: Float32Array, colour: string, size: number): void => {
    context.fillStyle = colour;
    for (let i = 0; i < cloud.length; i += 2) {
      const east = scale * (cloud[i] - truth[0]);
      const north = scale * (cloud[i + 1] - truth[1]);
      // Whole pixels, and no clip to paint through: there are thousands of dots, and a hand waits for them.
      if (Math.hypot(east, north) > radius) continue;
      context.fillRect(Math.round(cx + east - size / 2), Math.round(cy - north - size / 2), size, size);
    }
  };
  trace.heard.forEach((isHeard, site) => {
    if (showsAlone && isHeard) {
      const colour = css(siteColour(site), listening[site] ? 0.75 : 0.25);
      dots(cloudAt(trace, step, 1 + site), colour, 2);
    }
  });
  if (listening.includes(true)) dots(cloudAt(trace, step, TOGETHER), css(own, 0.9), isLast ? 2 : 3);

  context.beginPath();
  context.arc(cx, cy, radius, 0, 2 * Math.PI);
  context.clip();
  if (showsField && field) {
    const lines = arrowLines(field.positions, field.pull);
    context.beginPath();
    for (let i = 0; i < lines.length; i += 4) {
      context.moveTo(...place(lines[i], lines[i + 1]));
      context.lineTo(...place(lines[i + 2], lines[i + 3]));
    }
    context.strokeStyle = ink.text;
    context.stroke();
  }
  if (limit) {
    context.beginPath();
    context.setLineDash([4, 3]);
    context.strokeStyle = ink.truth;
    context.ellipse(cx, cy, scale * limit.semiMajor, scale * limit.semiMinor, -limit.azimuth, 0, 2 * Math.PI);
    context.stroke();
    context.setLineDash([]);
  }
  if (refined) {
    const [fx, fy] = place(...centreAt(trace, trace.steps, TOGETHER));
    const [tx, ty] = place(refined.x, refined.y);
    const colour = css(estimatorStyle('twin').colour);
    context.beginPath();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.moveTo(fx, fy);
    context.lineTo(tx, ty);
    context.stroke();
    context.beginPath();
    context.arc(tx, ty, 4, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
  context.beginPath();
  context.arc(cx, cy, 4.5, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = ink.truth;
  context.stroke();
  context.restore();
  context.fillStyle = ink.text;
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.fillText(fineMetres(reach), cx, cy + radius + 13);
}
