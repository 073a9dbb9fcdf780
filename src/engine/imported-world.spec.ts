import { describe, expect, it } from 'vitest';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { buildFactory } from '../scene/factory.ts';
import { buildTokyo } from '../scene/tokyo/tokyo.ts';
import { createSolidFinder } from '../scene/solids.ts';
import { createClearance } from '../scene/testing/clearance.ts';
import { usersOfScene, worldOfScene } from './imported-world.ts';

const SCENES = [
  { name: 'town', scene: { ...buildTokyo(), sites: [] } },
  { name: 'room', scene: { ...buildFactory(), sites: [] } },
];

describe.each(SCENES)('a $name without sites', ({ scene }) => {
  const { sites } = worldOfScene(scene);
  const users = usersOfScene(prepareScene(scene));

  it('gets one that stands free, hears forwards, and has most users before it', () => {
    expect(sites).toHaveLength(1);
    const [{ position, orientation, panel }] = sites;
    expect(createClearance(scene)(position)).toBeGreaterThanOrEqual(0.5);
    expect(createSolidFinder(scene)(...position)).toBeNull();
    expect(panel.pattern).toBe('tr38901');
    const boresight = [
      Math.cos(orientation.elevation) * Math.cos(orientation.azimuth),
      Math.cos(orientation.elevation) * Math.sin(orientation.azimuth),
      Math.sin(orientation.elevation),
    ];
    expect(boresight[2]).toBeLessThan(0);
    let before = 0;
    for (let user = 0; user < users.count; user++) {
      const along = boresight.reduce((sum, b, k) => sum + b * (users.positions[3 * user + k] - position[k]), 0);
      if (along > 0) before++;
    }
    expect(before).toBeGreaterThan(0.8 * users.count);
  });

  it('gets users who stand free', () => {
    const clearance = createClearance(scene);
    const solidAt = createSolidFinder(scene);
    expect(users.count).toBeGreaterThanOrEqual(50);
    for (let user = 0; user < users.count; user++) {
      const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
      expect(clearance([x, y, z])).toBeGreaterThan(0);
      expect(solidAt(x, y, z)).toBeNull();
    }
  });
});
