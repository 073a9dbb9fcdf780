/**
 * A Tokyo-style urban macro-cell, generated from a seed: avenues lined by tall buildings, a diagonal, streets and alleys
 * with low houses behind, a railway on a viaduct. Synthetic: no building of it stands anywhere.
 *
 * The origin lies in the middle of the town; x runs east, y north.
 */
import { createMaterial } from '../materials.ts';
import { SceneBuilder } from '../scene-builder.ts';
import type { Scene } from '../scene.ts';
import { addBuilding } from './buildings.ts';
import type { TokyoOptions } from './plan.ts';
import { planTokyo } from './plan.ts';
import { placeSites } from './sites.ts';
import { paintStreets } from './streets.ts';
import { addViaduct } from './viaduct.ts';

/**
 * Builds the town: about 300 buildings on 600 × 600 m and five sites.
 *
 * @param options which town; larger ones are as dense
 */
export function buildTokyo(options: TokyoOptions = {}): Scene {
  const plan = planTokyo(options);
  const { halfSide, buildings, viaducts, network } = plan;
  const builder = new SceneBuilder();
  builder.beginObject('Ground', createMaterial('concrete', 0.3), 'ground');
  builder.addPolygon(
    [-halfSide, -halfSide, 0],
    [halfSide, -halfSide, 0],
    [halfSide, halfSide, 0],
    [-halfSide, halfSide, 0],
  );
  paintStreets(network.streets, builder.markings);
  for (const building of buildings) addBuilding(builder, building);
  for (const viaduct of viaducts) addViaduct(builder, viaduct);
  return builder.build(
    {
      id: 'tokyo',
      title: 'Tokyo-style town (synthetic)',
      summary:
        `A synthetic macro-cell in the manner of Tokyo, generated from a seed: ${buildings.length} buildings on ` +
        `${2 * halfSide} × ${2 * halfSide} m, avenues, alleys, a railway viaduct, five 8 × 8 panels on roofs and poles.`,
      attribution: '',
    },
    placeSites(plan),
  );
}
