/** What the reader chooses from when interactions are switched, and what the choice costs. */
import type { Tracing } from '../../engine/frontend.ts';
import { count } from '../format.ts';

/** How surfaces may scatter. */
export type ScatteringKind = 'off' | NonNullable<Tracing['scattering']>['model'];

/**
 * S = 0.3 lies in the middle of what was fitted to buildings (0.2 to 0.4), and 4 is the exponent of the directive lobe
 * that fitted best: Degli-Esposti, Fuschini, Vitucci, Falciasecca, IEEE Trans. AP 55(1), 2007. Patches of 5 m are small
 * beside the distances of a town; the seed only tells one draw of their phases from another.
 */
const ROUGHNESS = { coefficient: 0.3, lobeExponent: 4, patchSize: 5, seed: 1 } as const;

/** What the tracer is asked for, and one sentence on it. */
export const SCATTERING: Readonly<
  Record<ScatteringKind, { readonly options: Tracing['scattering']; readonly explained: string }>
> = {
  off: { options: null, explained: 'Every surface is smooth: what it does not reflect like a mirror is lost.' },
  lambertian: {
    options: { model: 'lambertian', ...ROUGHNESS },
    explained: 'A share of 0.3² of what a surface reflects leaves it all around, strongest straight ahead.',
  },
  directive: {
    options: { model: 'directive', ...ROUGHNESS },
    explained: 'A share of 0.3² of what a surface reflects leaves it in a lobe around the mirrored ray.',
  },
};

/** Which of the choices the options are. */
export function scatteringKind(options: Tracing['scattering']): ScatteringKind {
  return options?.model ?? 'off';
}

/** A world of more triangles than this is a town or a crowded hall: its image trees grow out of hand with the order. */
const MANY_TRIANGLES = 300;

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
