/** Stands ground plans up: walls, flat roofs, and the ground they stand on. */
import type { SceneBuilder } from '../scene-builder.ts';
import type { Corner, Footprint } from './footprints.ts';

/**
 * Adds a prism to the builder's current object, normals outward. One that stands on the ground has no underside.
 *
 * @param builder see `SceneBuilder.beginObject`
 * @param footprint its ground plan, metres
 * @param base height of its underside, metres
 * @param top height of its roof, metres
 */
export function addPrism(builder: SceneBuilder, { rings, triangles }: Footprint, base: number, top: number): void {
  const corners = rings.flat();
  const count = corners.length;
  const positions = new Float64Array(6 * count);
  corners.forEach(([x, y], i) => {
    positions.set([x, y, base], 3 * i);
    positions.set([x, y, top], 3 * (count + i));
  });
  const indices: number[] = [];
  let first = 0;
  for (const { length } of rings) {
    for (let i = 0; i < length; i++) {
      const from = first + i;
      const to = first + ((i + 1) % length);
      indices.push(from, to, count + to, from, count + to, count + from);
    }
    first += length;
  }
  for (const corner of triangles) indices.push(count + corner);
  if (base > 0) {
    for (let i = 0; i < triangles.length; i += 3) indices.push(triangles[i], triangles[i + 2], triangles[i + 1]);
  }
  builder.addTriangles(positions, indices);
}

/**
 * Adds a level rectangle at height 0 around ground plans to the builder's current object, facing up.
 *
 * @param builder see `SceneBuilder.beginObject`
 * @param corners what it must hold, metres
 * @param margin how far it reaches beyond them, metres
 */
export function addGround(builder: SceneBuilder, corners: Iterable<Corner>, margin: number): void {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of corners) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  builder.addPolygon(
    [x0 - margin, y0 - margin, 0],
    [x1 + margin, y0 - margin, 0],
    [x1 + margin, y1 + margin, 0],
    [x0 - margin, y1 + margin, 0],
  );
}
