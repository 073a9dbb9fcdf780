import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { planTokyo } from './plan.ts';
import type { Street } from './streets.ts';
import { streetDirection, streetLength } from './streets.ts';
import type { Traveller, WayPiece } from './ways.ts';
import { drawWay, followPiece } from './ways.ts';

const { network } = planTokyo();

/** How far from the middle line of a way somebody's body reaches, metres. */
const BODY = 0.3;

function isOn(street: Street, x: number, y: number): boolean {
  const [dx, dy] = streetDirection(street);
  const along = (x - street.from[0]) * dx + (y - street.from[1]) * dy;
  const aside = (x - street.from[0]) * dy - (y - street.from[1]) * dx;
  return along > BODY && along < streetLength(street) - BODY && Math.abs(aside) < street.width / 2 - BODY;
}

/** Points of a way, half a metre apart along each of its pieces. */
function* walk(pieces: readonly WayPiece[]): Generator<{ readonly x: number; readonly y: number }> {
  for (const piece of pieces) {
    for (let along = 0; along < piece.length; along += 0.5) yield followPiece(piece, along);
    yield followPiece(piece, piece.length);
  }
}

const TRAVELLERS: Readonly<Record<string, Traveller>> = {
  'a walk': {
    strips: ({ pavements }) => pavements.map(({ offset }) => ({ offset, directions: [1, -1] })),
    turning: 0.5,
    cornerRadius: 0.8,
  },
  'a drive': {
    strips: ({ lanes }) => lanes.map(({ offset, direction }) => ({ offset, directions: [direction] })),
    turning: 0.5,
    cornerRadius: 7,
  },
};

describe.each(Object.entries(TRAVELLERS))('%s', (_, traveller) => {
  const LENGTH = 250;
  const random = createRandom(31);
  const ways = Array.from({ length: 400 }, () => drawWay(network, traveller, LENGTH, random)).filter(
    (way) => way !== null,
  );

  it('is as long as was asked for', () => {
    expect(ways.length).toBeGreaterThan(50);
    expect(ways.filter((pieces) => pieces.length > 1).length).toBeGreaterThan(20);
    for (const pieces of ways) expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBeCloseTo(LENGTH, 6);
  });

  it('never leaves the streets: it ends before its last street does', () => {
    const astray = ways.flatMap((pieces) =>
      [...walk(pieces)].filter(({ x, y }) => !network.streets.some((street) => isOn(street, x, y))),
    );
    expect(astray).toEqual([]);
  });
});
