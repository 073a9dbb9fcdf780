/** The railway: a deck on piers that stand in the middle of its road, clear of every street that passes beneath. */
import { addPrism } from '../importers/extrude.ts';
import type { Corner, Footprint } from '../importers/footprints.ts';
import { createMaterial } from '../materials.ts';
import type { SceneBuilder } from '../scene-builder.ts';
import type { StreetNetwork } from './streets.ts';
import { streetDirection, streetLength } from './streets.ts';

/** Underside and upper side of the deck, metres. */
const DECK = { bottom: 7, top: 8.8, width: 9 } as const;
/** The piers: length along the deck, width across it, usual distance from one to the next, metres. */
const PIER = { length: 1.6, width: 5, spacing: 18 } as const;
/** Piers end inside of the deck, so that no two surfaces lie on each other, metres. */
const PIER_TOP = (DECK.bottom + DECK.top) / 2;
/** What a pier leaves free beside a street that crosses, metres. */
const PIER_CLEARANCE = 2.5;
/** The deck ends this far inside the edge of the town, metres. */
const END = 0.5;

const CONCRETE = createMaterial('concrete', 0.5);

/** A viaduct in plan. */
export interface Viaduct {
  readonly name: string;
  /** Outline of the deck, counter-clockwise, metres. */
  readonly deck: readonly Corner[];
  /** Outlines of the piers. */
  readonly piers: readonly (readonly Corner[])[];
}

/** Plans a viaduct along every railway road of a town. */
export function planViaducts(network: StreetNetwork): readonly Viaduct[] {
  return network.streets.flatMap((street, index) => {
    if (street.kind !== 'railway') return [];
    const direction = streetDirection(street);
    const length = streetLength(street);
    const rectangle = (from: number, to: number, width: number): Corner[] =>
      (
        [
          [from, -width / 2],
          [to, -width / 2],
          [to, width / 2],
          [from, width / 2],
        ] as const
      ).map(([along, left]) => [
        street.from[0] + along * direction[0] - left * direction[1],
        street.from[1] + along * direction[1] + left * direction[0],
      ]);
    const crossings = network.junctions
      .filter(({ streets }) => streets.includes(index))
      .map(({ streets, distances }) => {
        const side = streets[0] === index ? 0 : 1;
        const other = network.streets[streets[1 - side]];
        const along = streetDirection(other);
        const sine = Math.abs(along[0] * direction[1] - along[1] * direction[0]);
        const cosine = Math.abs(along[0] * direction[0] + along[1] * direction[1]);
        // Half of what the street, seen along the deck, takes up over the width of a pier.
        return { at: distances[side], half: (other.width / 2 + (cosine * PIER.width) / 2) / sine + PIER_CLEARANCE };
      });
    const piers: Corner[][] = [];
    for (let along = 4; along + PIER.length < length - END;) {
      const middle = along + PIER.length / 2;
      const blocking = crossings.find(({ at, half }) => Math.abs(at - middle) < half + PIER.length / 2);
      if (blocking !== undefined) {
        along = Math.max(along + 0.5, blocking.at + blocking.half + 1e-3);
        continue;
      }
      piers.push(rectangle(along, along + PIER.length, PIER.width));
      along += PIER.spacing;
    }
    // The deck ends square, so its corners reach past the end of the centre line where that meets the edge at a slant.
    const slant = Math.abs(Math.min(...direction.map(Math.abs)) / Math.max(...direction.map(Math.abs)));
    const end = END + (DECK.width / 2) * slant;
    return [{ name: `Viaduct of ${street.name}`, deck: rectangle(end, length - end, DECK.width), piers }];
  });
}

/** Adds a viaduct to a scene; normals outward. */
export function addViaduct(builder: SceneBuilder, { name, deck, piers }: Viaduct): void {
  builder.beginObject(name, CONCRETE, 'obstacle', true);
  addPrism(builder, asFootprint(deck), DECK.bottom, DECK.top);
  piers.forEach((pier, i) => {
    builder.beginObject(`${name}, pier ${i + 1}`, CONCRETE, 'obstacle', true);
    addPrism(builder, asFootprint(pier), 0, PIER_TOP);
  });
}

const asFootprint = (rectangle: readonly Corner[]): Footprint => ({
  rings: [rectangle],
  triangles: Uint32Array.of(0, 1, 2, 0, 2, 3),
  area:
    Math.hypot(rectangle[1][0] - rectangle[0][0], rectangle[1][1] - rectangle[0][1]) *
    Math.hypot(rectangle[2][0] - rectangle[1][0], rectangle[2][1] - rectangle[1][1]),
});
