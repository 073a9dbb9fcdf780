import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createMaterial } from '../scene/materials.ts';
import { SceneBuilder } from '../scene/scene-builder.ts';
import type { Site } from '../scene/sites.ts';
import { summarizeLink } from './link-summary.ts';
import { prepareScene } from './prepared-scene.ts';
import { prepareSite, tracePaths } from './trace.ts';

const FREQUENCY = 3.5e9;
const site: Site = {
  name: 'mast',
  position: [0, 0, 10],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 1, columns: 1, spacing: 0.5, pattern: 'iso' },
};

/** A metal ground, and a metal screen across x = 50 that is open above 5 m. */
function street(): ReturnType<typeof prepareSite> {
  const builder = new SceneBuilder();
  const metal = createMaterial('metal', 0.01);
  builder.beginObject('Ground', metal, 'ground');
  builder.addPolygon([-200, -200, 0], [200, -200, 0], [200, 200, 0], [-200, 200, 0]);
  builder.beginObject('Screen', metal, 'wall');
  builder.addPolygon([50, -200, 0], [50, 200, 0], [50, 200, 5], [50, -200, 5]);
  const title = { id: 'street', title: 'Street', summary: '', attribution: '' };
  return prepareSite(prepareScene(builder.build(title)), site, { frequency: FREQUENCY, maximumReflections: 1 });
}

describe('summarizeLink', () => {
  it('adds powers and spreads delays as two rays do', () => {
    const paths = tracePaths(street(), [30, 0, 2]);
    const powers = Array.from(
      { length: paths.count },
      (_, p) => paths.amplitudes[2 * p] ** 2 + paths.amplitudes[2 * p + 1] ** 2,
    );
    const summary = summarizeLink(paths);
    expect(paths.count).toBe(3);
    expect(summary.pathGain).toBeCloseTo(
      powers.reduce((sum, power) => sum + power),
      15,
    );
    expect(summary.strongestDelay * SPEED_OF_LIGHT).toBeCloseTo(Math.hypot(30, 8), 9);
    expect(summary.lineOfSight).toBe(true);
    const mean = powers.reduce((sum, power, p) => sum + power * paths.delays[p], 0) / summary.pathGain;
    const variance =
      powers.reduce((sum, power, p) => sum + power * (paths.delays[p] - mean) ** 2, 0) / summary.pathGain;
    expect(summary.delaySpread / Math.sqrt(variance)).toBeCloseTo(1, 6);
  });

  it('says of a shadowed user that there is nothing', () => {
    expect(summarizeLink(tracePaths(street(), [60, 0, 1]))).toEqual({
      pathGain: 0,
      strongestDelay: NaN,
      delaySpread: NaN,
      lineOfSight: false,
    });
  });
});
