import { expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { dropDuplicateFaces } from './duplicate-faces.ts';

it('keeps of random triangles on a small grid exactly those that a set of texts keeps', () => {
  const random = createRandom(7);
  const pick = (count: number): number => Math.floor(random.uniform() * count);
  const positions = Float64Array.from({ length: 3 * 400 }, () => (pick(3) - 1) * 0.1);
  const indices = Uint32Array.from({ length: 3 * 3000 }, () => pick(400));
  const objectOfTriangle = Uint32Array.from({ length: 3000 }, (_, i) => i);
  const seen = new Set<string>();
  const expected: number[] = [];
  for (let triangle = 0; triangle < 3000; triangle++) {
    const corners = [...indices.subarray(3 * triangle, 3 * triangle + 3)];
    // Adding 0 turns −0 into 0, the same place.
    const key = corners
      .map((vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)].map((x) => x + 0).join())
      .sort()
      .join(' ');
    if (!seen.has(key)) expected.push(triangle);
    seen.add(key);
  }
  const { mesh, dropped } = dropDuplicateFaces({ positions, indices, objectOfTriangle });
  expect(expected.length).toBeLessThan(3000);
  expect([...mesh.objectOfTriangle]).toEqual(expected);
  expect(dropped).toBe(3000 - expected.length);
  expect([...mesh.indices]).toEqual(expected.flatMap((t) => [...indices.subarray(3 * t, 3 * t + 3)]));
});

it('hands back the very mesh that has none', () => {
  const mesh = {
    positions: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
    indices: Uint32Array.of(0, 1, 2, 0, 1, 3),
    objectOfTriangle: Uint32Array.of(0, 0),
  };
  expect(dropDuplicateFaces(mesh)).toEqual({ mesh, dropped: 0 });
  expect(dropDuplicateFaces(mesh).mesh).toBe(mesh);
});
