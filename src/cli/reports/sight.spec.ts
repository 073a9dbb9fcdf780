import { describe, expect, it } from 'vitest';
import { openDataset } from '../../datasets/definition.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { SIGHTS, sortUsers } from './sight.ts';

describe('who is in sight', () => {
  it('tells users in front of the panel from those beside it and behind something', () => {
    const factory = openDataset(findPositionsDataset('s2-3d'));
    const { position } = factory.site;
    const kindAt = (x: number, y: number, z: number): string => SIGHTS[sortUsers(factory, [x, y, z])[0]];
    expect(kindAt(position[0], 30, 6)).toBe('in sight');
    expect(kindAt(position[0] + 40, position[1] + 1, 6)).toBe('in sight, along the panel');
    expect(kindAt(position[0] - 40, position[1] + 1, 6)).toBe('in sight, along the panel');
    // Behind the north wall of the hall.
    expect(kindAt(position[0], 70, 6)).toBe('hidden');
  });

  it('finds more hidden users among machines than in the open hall', () => {
    const share = (id: string): number => {
      const dataset = openDataset(findPositionsDataset(id));
      const { minimum, maximum } = dataset.definition.region;
      const grid = Array.from({ length: 20 * 20 }, (_, i) => [
        minimum[0] + ((i % 20) + 0.5) * ((maximum[0] - minimum[0]) / 20),
        minimum[1] + (Math.floor(i / 20) + 0.5) * ((maximum[1] - minimum[1]) / 20),
        1.5,
      ]);
      return sortUsers(dataset, grid.flat()).filter((kind) => kind === 2).length / grid.length;
    };
    expect(share('s2-3d')).toBeGreaterThan(share('s3-3d') + 0.1);
  });
});
