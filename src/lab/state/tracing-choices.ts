/** What the reader chooses from when interactions are switched, and what the choice costs. */
import { MOST_REFLECTIONS, ROUGH_WALLS, type Tracing } from '../../engine/frontend.ts';
import { count } from '../format.ts';
import type { PathKind } from '../styles/palette.ts';

/** How surfaces may scatter. */
export type ScatteringKind = 'off' | NonNullable<Tracing['scattering']>['model'];

const SHARE = `${ROUGH_WALLS.coefficient}²`;

/** What the tracer is asked for, and one sentence on it. */
export const SCATTERING: Readonly<
  Record<ScatteringKind, { readonly options: Tracing['scattering']; readonly explained: string }>
> = {
  off: { options: null, explained: 'Every surface is smooth: what it does not reflect like a mirror is lost.' },
  lambertian: {
    options: { model: 'lambertian', ...ROUGH_WALLS },
    explained: `A share of ${SHARE} of what a surface reflects leaves it all around, strongest straight ahead.`,
  },
  directive: {
    options: { model: 'directive', ...ROUGH_WALLS },
    explained: `A share of ${SHARE} of what a surface reflects leaves it in a lobe around the mirrored ray.`,
  },
};

/** Which of the choices the options are. */
export function scatteringKind(options: Tracing['scattering']): ScatteringKind {
  return options?.model ?? 'off';
}

/** What the tracer lets paths do, in the order of the legend. */
export function tracedKinds({
  maximumReflections,
  maximumTransmissions,
  diffraction,
  scattering,
}: Tracing): readonly PathKind[] {
  const reflects = maximumReflections > 0;
  const diffracts = diffraction !== 'none';
  const transmits = maximumTransmissions > 0;
  return [
    'line of sight',
    ...(reflects ? ['reflection' as const] : []),
    ...(diffracts ? ['diffraction' as const] : []),
    ...(transmits ? ['transmission' as const] : []),
    ...(scattering ? ['scattering' as const] : []),
  ];
}

/** A world of more triangles than this is a town or a crowded hall: its image trees grow out of hand with the order. */
const MANY_TRIANGLES = 300;

/** Reflections that the page offers in a world of many triangles, at most: it cannot stop the tracer amid a user. */
const MOST_AMONG_MANY = 3;

/**
 * How many reflections the page offers to follow, at most: the tracer needs less than half a second a link at three of them among
 * the 6,500 triangles of the factory, 3 s at four and 90 s at five.
 *
 * @param triangles of the scene
 */
export function mostReflections(triangles: number): number {
  return triangles < MANY_TRIANGLES ? MOST_REFLECTIONS : MOST_AMONG_MANY;
}

/**
 * A warning where the tracer will keep the reader waiting, or an empty string.
 *
 * @param triangles of the scene
 * @param sites that are prepared, and traced for every user
 */
export function tracingCost(
  { maximumReflections, maximumTransmissions, diffraction, scattering }: Tracing,
  triangles: number,
  sites: number,
): string {
  if (triangles < MANY_TRIANGLES) return '';
  const reasons = [
    ...(maximumReflections > 2 ? [`${maximumReflections} reflections`] : []),
    ...(maximumTransmissions > 0 ? ['paths through walls'] : []),
    ...(diffraction === 'edge-and-reflection' ? ['edges with reflections'] : []),
    ...(scattering ? ['scattering'] : []),
  ];
  if (reasons.length === 0) return '';
  const among = `among ${count(triangles)} triangles before ${sites === 1 ? 'one site' : `${sites} sites`}`;
  return `${capitalised(reasons.join(', '))} ${among}: this may take seconds a user. The fixes arrive as they are found.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
