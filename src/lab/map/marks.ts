/** What all of the map's layers share: how colours, lines and marks are handed to deck.gl. */
import type { Layer } from '@deck.gl/core';
import { IconLayer } from '@deck.gl/layers';
import type { FixTable } from '../state/fix-table.ts';
import type { Rgb } from '../styles/cividis.ts';
import { estimatorStyle } from '../styles/palette.ts';
import type { LineSet } from './line-set.ts';
import type { MarkerAtlas } from './marker-atlas.ts';

/** A colour as deck.gl takes it, 0 to 255 each. */
export type Rgba = [number, number, number, number];

/** Layers that lie on everything, whatever is in front. */
export const ON_TOP = { depthCompare: 'always', depthWriteEnabled: false } as const;

/** Layers that are hidden by what is in front, and hide nothing themselves. */
export const SEE_THROUGH = { depthWriteEnabled: false } as const;

/** A colour with its opacity, 0 to 255. */
export const rgba = (colour: Rgb, alpha = 255): Rgba => [colour[0], colour[1], colour[2], alpha];

/** Lines as deck.gl takes them: typed arrays, no objects. */
export function lineData(lines: LineSet): object {
  return {
    length: lines.count,
    attributes: {
      getSourcePosition: { value: lines.sources, size: 3 },
      getTargetPosition: { value: lines.targets, size: 3 },
    },
  };
}

/** Users that have an estimate, one entry per user and estimator. */
export interface Marks {
  readonly count: number;
  readonly users: Int32Array;
  readonly ids: readonly string[];
  readonly truth: Float32Array;
  readonly estimate: Float32Array;
}

/**
 * Gathers the estimates that are there.
 *
 * @param only one user, or null for all
 * @param without a user that is left out, or null
 */
export function collectMarks(
  fixes: FixTable,
  ids: readonly string[],
  truth: Float64Array,
  only: number | null,
  without: number | null,
): Marks {
  const users: number[] = [];
  const owners: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (const id of ids) {
    const estimates = fixes.estimates.get(id);
    if (!estimates) continue;
    const first = only ?? 0;
    const last = only ?? fixes.users - 1;
    for (let user = first; user <= last; user++) {
      if (user === without || Number.isNaN(estimates[3 * user])) continue;
      users.push(user);
      owners.push(id);
      for (let axis = 0; axis < 3; axis++) {
        from.push(truth[3 * user + axis]);
        to.push(estimates[3 * user + axis]);
      }
    }
  }
  return {
    count: users.length,
    users: Int32Array.from(users),
    ids: owners,
    truth: Float32Array.from(from),
    estimate: Float32Array.from(to),
  };
}

/**
 * Estimates as the estimators' shapes, on top of everything.
 *
 * @param weights opacity of each mark, 0 to 1; all are opaque without it
 */
export function markerLayer(id: string, marks: Marks, atlas: MarkerAtlas, size: number, weights?: Float32Array): Layer {
  return new IconLayer({
    id,
    data: {
      length: marks.count,
      attributes: { getPosition: { value: marks.estimate, size: 3 } },
    } as unknown as [],
    iconAtlas: atlas.image,
    iconMapping: atlas.mapping,
    getIcon: (_: unknown, { index }: { index: number }) => estimatorStyle(marks.ids[index]).shape,
    getColor: (_: unknown, { index }: { index: number }) =>
      rgba(estimatorStyle(marks.ids[index]).colour, 255 * (weights?.[index] ?? 1)),
    getSize: size,
    sizeUnits: 'pixels',
    billboard: true,
    parameters: ON_TOP,
  });
}
