/**
 * Scenario S3 of the PE-MSRN paper, as this project reads it: an indoor hall with storage racks. The paper gives only
 * "indoor autonomous driving" and the 2 m grid; size, racks and mounting are ours. Synthetic.
 *
 * The origin lies on the floor in the south-west corner: x runs along the 60 m, y along the 40 m, z up to the ceiling.
 */
import { addHall } from './hall.ts';
import { createMaterial } from './materials.ts';
import { SceneBuilder } from './scene-builder.ts';
import type { Bounds, Scene } from './scene.ts';
import type { Site } from './sites.ts';

/** Extent of the hall, metres. */
const HALL: Bounds = { minimum: [0, 0, 0], maximum: [60, 40, 6] };

/**
 * Where users of S3 may be: two metres from the walls, as vehicles keep, between the lowest and highest level of the
 * training grid.
 */
export const S3_USER_REGION: Bounds = { minimum: [2, 2, 0.5], maximum: [58, 38, 2.5] };

/**
 * Rows of low racks along x. Their centre lines lie between the lines of the 2 m training grid, so no grid position is
 * lost; two cross aisles break each row. Seen from the site they hide about one user in thirty, all of them at the
 * lower heights.
 */
const RACK_ROWS_Y = [4, 12, 28, 36] as const;
const RACK_SPANS_X = [
  [12, 22],
  [28, 38],
  [44, 54],
] as const;
const RACK_DEPTH = 1;
const RACK_HEIGHT = 1.2;

/** The one site: on the middle of the west wall, under the ceiling, looking down the hall. */
export const S3_SITE: Site = {
  name: 'West wall',
  position: [0.2, 20, 5],
  orientation: { azimuth: 0, elevation: (-10 * Math.PI) / 180 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
};

/** The hall of scenario S3: 60 × 40 × 6 m of concrete, twelve metal racks, one site. */
export function buildS3(): Scene {
  const builder = new SceneBuilder();
  const concrete = createMaterial('concrete', 0.2);
  const metal = createMaterial('metal', 0.01);
  addHall(builder, HALL, concrete, concrete);

  RACK_ROWS_Y.forEach((y, row) => {
    RACK_SPANS_X.forEach(([from, to], span) => {
      builder.beginObject(`Rack ${String.fromCharCode(65 + row)}${span + 1}`, metal, 'obstacle', true);
      builder.addBox(
        { minimum: [from, y - RACK_DEPTH / 2, 0], maximum: [to, y + RACK_DEPTH / 2, RACK_HEIGHT] },
        { bottom: false },
      );
    });
  });

  return builder.build(
    {
      id: 's3',
      title: 'Indoor hall',
      summary: 'A synthetic storage hall of 60 × 40 × 6 m: concrete, metal racks, one 30 GHz panel on the west wall.',
      attribution: '',
    },
    [S3_SITE],
  );
}
