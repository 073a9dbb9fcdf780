/**
 * Paths too long for the site's image tree alone: the site's images and the user's images meet in the middle. A city's
 * third generation of images is too many to keep, and most of them are of no use to one user.
 */
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Receives a pair of images whose connecting line passes both last mirrors' extents. */
export type PairVisitor = (siteNode: number, userNode: number) => void;

/**
 * Visits the pairs of a deepest site image and any user image that may belong to a path.
 *
 * @param prepared the scene
 * @param siteTree grown to its depth d
 * @param userTree grown to the reflections that remain
 * @param visit called once for each candidate of d + 1, d + 2, … reflections
 */
export function joinTrees(prepared: PreparedScene, siteTree: ImageTree, userTree: ImageTree, visit: PairVisitor): void {
  const { planes } = prepared.facets;
  for (let s = siteTree.generations[siteTree.depth]; s < siteTree.count; s++) {
    const p = 4 * siteTree.facets[s];
    const nx = planes[p];
    const ny = planes[p + 1];
    const nz = planes[p + 2];
    const offset = planes[p + 3];
    const ix = siteTree.images[3 * s];
    const iy = siteTree.images[3 * s + 1];
    const iz = siteTree.images[3 * s + 2];
    const behind = nx * ix + ny * iy + nz * iz - offset;
    for (let u = 1; u < userTree.count; u++) {
      const jx = userTree.images[3 * u];
      const jy = userTree.images[3 * u + 1];
      const jz = userTree.images[3 * u + 2];
      const before = nx * jx + ny * jy + nz * jz - offset;
      if (behind > 0 === before > 0) continue;
      if (!passes(siteTree.apertures, 6 * s, ix, iy, iz, jx, jy, jz, behind / (behind - before))) continue;
      const q = 4 * userTree.facets[u];
      const near = planes[q] * ix + planes[q + 1] * iy + planes[q + 2] * iz - planes[q + 3];
      const far = planes[q] * jx + planes[q + 1] * jy + planes[q + 2] * jz - planes[q + 3];
      if (near > 0 === far > 0) continue;
      if (passes(userTree.apertures, 6 * u, ix, iy, iz, jx, jy, jz, near / (near - far))) visit(s, u);
    }
  }
}

/** Whether the point at `t` of a line lies in a box. */
function passes(
  boxes: Float64Array,
  b: number,
  ix: number,
  iy: number,
  iz: number,
  jx: number,
  jy: number,
  jz: number,
  t: number,
): boolean {
  const x = ix + t * (jx - ix);
  if (x < boxes[b] || x > boxes[b + 3]) return false;
  const y = iy + t * (jy - iy);
  if (y < boxes[b + 1] || y > boxes[b + 4]) return false;
  const z = iz + t * (jz - iz);
  return z >= boxes[b + 2] && z <= boxes[b + 5];
}
