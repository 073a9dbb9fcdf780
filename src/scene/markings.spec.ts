import { describe, expect, it } from 'vitest';
import { buildHighway, S1_USER_REGION } from './highway.ts';
import { MARKING_KINDS, MarkingList, type GroundMarkings, type MarkingKind } from './markings.ts';
import { planTokyo } from './tokyo/plan.ts';
import { streetDirection, streetLength } from './tokyo/streets.ts';
import { buildTokyo } from './tokyo/tokyo.ts';

/** What lies on top at a place; null where nothing is painted. */
function topmost({ count, kinds, corners }: GroundMarkings, x: number, y: number): MarkingKind | null {
  for (let strip = count - 1; strip >= 0; strip--) {
    const at = (corner: number): Float64Array => corners.subarray(8 * strip + 2 * (corner % 4));
    const isInside = [0, 1, 2, 3].every((corner) => {
      const [from, to] = [at(corner), at(corner + 1)];
      return (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]) >= 0;
    });
    if (isInside) return MARKING_KINDS[kinds[strip]];
  }
  return null;
}

describe('a strip', () => {
  it('lies to the left of its line, between its edges', () => {
    const list = new MarkingList();
    list.addStrip('pavement', [1, 1], [1, 11], 3, 2);
    list.addLine([0, 0], [10, 0], -5);
    const markings = list.toMarkings();
    expect([...markings.corners.subarray(0, 8)]).toBeAllclose([-1, 1, -1, 11, -2, 11, -2, 1]);
    expect(topmost(markings, -1.5, 6)).toBe('pavement');
    expect(topmost(markings, 3.5, 6)).toBeNull();
    expect(topmost(markings, 4, -5)).toBe('line');
  });
});

describe('painted streets', () => {
  it('have the lanes that vehicles drive on and the pavements that people walk on, roadways on top at junctions', () => {
    const { markings } = buildTokyo();
    const { streets } = planTokyo().network;
    for (const street of streets) {
      const [dx, dy] = streetDirection(street);
      const half = streetLength(street) / 2;
      const at = (offset: number): MarkingKind | null =>
        topmost(markings, street.from[0] + half * dx - offset * dy, street.from[1] + half * dy + offset * dx);
      for (const { offset } of street.lanes) expect(at(offset)).toMatch(/roadway|line/);
      for (const { offset } of street.pavements) expect(at(offset)).not.toBeNull();
    }
  });

  it('have six lanes on the highway, with lines at all their edges', () => {
    const { markings } = buildHighway();
    const lanes = [-10.25, -6.75, -3.25, 3.25, 6.75, 10.25];
    for (const y of lanes) expect(topmost(markings, 300, y)).toBe('roadway');
    for (const y of lanes) expect(topmost(markings, 300, y + 1.75)).toBe('line');
    expect(topmost(markings, 300, S1_USER_REGION.minimum[1])).toBe('line');
    expect(topmost(markings, 300, 20)).toBeNull();
  });
});
