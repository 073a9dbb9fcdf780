/** Faces that lie twice in a mesh: two mirrors in one place would count every path twice. */
import type { TriangleMesh } from '../scene.ts';

/** Marks an empty place in a hash table. */
const EMPTY = -1;

/**
 * A mesh without the triangles that an earlier one covers corner for corner, whichever way round. The first one stays, and
 * with it its object and material. Corners are equal when their coordinates are.
 *
 * @param mesh sheets; a solid's faces must all stay, or its inside can no longer be told
 * @returns the mesh, the very same one where nothing was dropped, and how many triangles were
 */
export function dropDuplicateFaces(mesh: TriangleMesh): { readonly mesh: TriangleMesh; readonly dropped: number } {
  const { positions, indices, objectOfTriangle } = mesh;
  const firstOf = weldVertices(positions);
  const triangleCount = indices.length / 3;
  const keys = new Uint32Array(indices.length);
  const table = newTable(triangleCount);
  const keep = new Uint8Array(triangleCount);
  let kept = 0;
  const mask = table.length - 1;
  for (let triangle = 0; triangle < triangleCount; triangle++) {
    const k = 3 * triangle;
    const a = firstOf[indices[k]];
    const b = firstOf[indices[k + 1]];
    const c = firstOf[indices[k + 2]];
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    const middle = a + b + c - low - high;
    keys[k] = low;
    keys[k + 1] = middle;
    keys[k + 2] = high;
    let place = hash(low, middle, high) & mask;
    for (; table[place] !== EMPTY; place = (place + 1) & mask) {
      const other = 3 * table[place];
      if (keys[other] === low && keys[other + 1] === middle && keys[other + 2] === high) break;
    }
    if (table[place] !== EMPTY) continue;
    table[place] = triangle;
    keep[triangle] = 1;
    kept++;
  }
  if (kept === triangleCount) return { mesh, dropped: 0 };
  const keptIndices = new Uint32Array(3 * kept);
  const keptObjects = new Uint32Array(kept);
  let next = 0;
  for (let triangle = 0; triangle < triangleCount; triangle++) {
    if (!keep[triangle]) continue;
    keptIndices.set(indices.subarray(3 * triangle, 3 * triangle + 3), 3 * next);
    keptObjects[next++] = objectOfTriangle[triangle];
  }
  return {
    mesh: { positions, indices: keptIndices, objectOfTriangle: keptObjects },
    dropped: triangleCount - kept,
  };
}

/**
 * Tells vertices by their places.
 *
 * @param positions coordinates [V, 3], metres
 * @returns the first vertex at the place of each [V]
 */
export function weldVertices(positions: Float64Array): Uint32Array {
  const count = positions.length / 3;
  // Adding zero turns −0 into 0, so that equal coordinates have equal bits.
  const bits = new Uint32Array(positions.map((coordinate) => coordinate + 0).buffer);
  const table = newTable(count);
  const firstOf = new Uint32Array(count);
  const mask = table.length - 1;
  for (let vertex = 0; vertex < count; vertex++) {
    const k = 6 * vertex;
    const key = hash(hash(bits[k], bits[k + 1], bits[k + 2]), hash(bits[k + 3], bits[k + 4], bits[k + 5]), 0);
    let place = key & mask;
    for (; table[place] !== EMPTY; place = (place + 1) & mask) {
      const other = 3 * table[place];
      if (
        positions[other] === positions[3 * vertex] &&
        positions[other + 1] === positions[3 * vertex + 1] &&
        positions[other + 2] === positions[3 * vertex + 2]
      ) {
        break;
      }
    }
    if (table[place] === EMPTY) table[place] = vertex;
    firstOf[vertex] = table[place];
  }
  return firstOf;
}

/** An open-addressing table with linear probing, at most half full; its length is a power of two. */
function newTable(entries: number): Int32Array {
  return new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2 * entries, 2)))).fill(EMPTY);
}

/** Mixes three words into one (multiply and shift, as MurmurHash3's finaliser does). */
function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
