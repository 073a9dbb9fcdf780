/**
 * Paths between one site and one user: line of sight and specular reflections by the exact image method. The tree of
 * images proposes, geometry and occlusion decide, Fresnel weighs.
 */
import { LabError } from '../errors/lab-error.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { isBlocked, isOnTriangle } from './bvh.ts';
import type { Candidate } from './candidate.ts';
import { createCandidate, listJoinedMirrors, listMirrors } from './candidate.ts';
import type { FieldModel } from './field.ts';
import { createFieldModel } from './field.ts';
import type { ImageTree } from './image-tree.ts';
import { growImageTree } from './image-tree.ts';
import { joinTrees } from './join-trees.ts';
import type { PathTable } from './path-table.ts';
import { PathCollector } from './path-collector.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { checkEnd, MINIMUM_DISTANCE } from './prepared-scene.ts';

/** What is traced, and what is kept. */
export interface TraceOptions {
  /** Carrier frequency, hertz. */
  readonly frequency: number;
  /** Most reflections a path may have; 0 leaves the line of sight. */
  readonly maximumReflections: number;
  /** Paths weaker than the strongest by more than this are dropped, decibels. */
  readonly dynamicRangeDb: number;
  /** At most this many paths are kept, the strongest. */
  readonly maximumPaths: number;
  /**
   * A site's image tree of more nodes than this gets no further generation; every user then grows a tree of its own for
   * the reflections that remain. More nodes are slower to prepare and faster to trace; the paths are the same.
   */
  readonly nodeLimit: number;
}

/** What the lab and its data sets use; the frequency comes from the radio configuration. */
export const DEFAULT_TRACE: Omit<TraceOptions, 'frequency'> = {
  maximumReflections: 3,
  dynamicRangeDb: 60,
  maximumPaths: 32,
  // A hall's tree is grown whole, so that a dragged user costs a millisecond; a city's last generation is not.
  nodeLimit: 10_000,
};

/** See `prepareSite`. */
export interface PreparedSite {
  readonly prepared: PreparedScene;
  readonly site: Site;
  readonly options: TraceOptions;
  readonly tree: ImageTree;
  readonly field: FieldModel;
}

/**
 * Grows the image tree of a site and evaluates the scene's materials at the carrier.
 *
 * @param prepared the scene
 * @param site position, orientation and element pattern are used; the array belongs to `channel/`
 * @param options see `TraceOptions`; what is left out is as in `DEFAULT_TRACE`
 * @throws LabError `too-close` for a site within 1 cm of a surface or inside of a solid, `bad-argument` for options out of range
 */
export function prepareSite(
  prepared: PreparedScene,
  site: Site,
  options: Partial<TraceOptions> & Pick<TraceOptions, 'frequency'>,
): PreparedSite {
  const complete: TraceOptions = { ...DEFAULT_TRACE, ...options };
  const { maximumReflections } = complete;
  if (!(Number.isInteger(maximumReflections) && maximumReflections >= 0 && maximumReflections <= 5)) {
    throw new LabError('bad-argument', `${maximumReflections} reflections are not supported.`, 'Use 0 to 5.');
  }
  checkEnd(prepared, site.position, `Site "${site.name}"`);
  const [x, y, z] = site.position;
  return {
    prepared,
    site,
    options: complete,
    tree: growImageTree(prepared, x, y, z, maximumReflections, complete.nodeLimit),
    field: createFieldModel(prepared.scene, site, complete.frequency),
  };
}

/**
 * All paths between a site and a user with an isotropic, vertically polarised antenna.
 *
 * @param preparedSite the site in its scene
 * @param user metres
 * @returns paths from site to user, strongest first; none where the user is shadowed
 * @throws LabError `too-close` for a user inside of a solid, or within 1 cm of a surface or of the site
 */
export function tracePaths(preparedSite: PreparedSite, user: Vector3): PathTable {
  const { prepared, site, tree, options, field } = preparedSite;
  checkEnd(prepared, user, 'The user');
  const [x, y, z] = user;
  const [sx, sy, sz] = site.position;
  if (Math.hypot(x - sx, y - sy, z - sz) < MINIMUM_DISTANCE) {
    throw new LabError(
      'too-close',
      `The user at ${x}, ${y}, ${z} is within 1 cm of site "${site.name}".`,
      'Move the user or the site.',
    );
  }
  const collector = new PathCollector(field, prepared.bvh.tolerance);
  const candidate = createCandidate(options.maximumReflections);
  candidate.vertices.set(user);
  const examine = (): void => {
    if (unfold(preparedSite, candidate) && isClear(prepared, candidate)) collector.add(candidate, prepared);
  };
  for (let node = 0; node < tree.count; node++) {
    if (!seesThroughMirror(preparedSite, node, x, y, z)) continue;
    listMirrors(tree, node, candidate);
    examine();
  }
  if (tree.depth < options.maximumReflections) {
    const userTree = growImageTree(prepared, x, y, z, options.maximumReflections - tree.depth);
    joinTrees(prepared, tree, userTree, (siteNode, userNode) => {
      listJoinedMirrors(prepared, tree, siteNode, userTree, userNode, candidate);
      examine();
    });
  }
  return collector.finish(options.dynamicRangeDb, options.maximumPaths);
}

/** The cheap question asked of every image: does the line from the user to it pass through its last mirror's extent? */
function seesThroughMirror({ tree, prepared }: PreparedSite, node: number, x: number, y: number, z: number): boolean {
  if (node === 0) return true;
  const { planes } = prepared.facets;
  const p = 4 * tree.facets[node];
  const i = 3 * node;
  const ix = tree.images[i];
  const iy = tree.images[i + 1];
  const iz = tree.images[i + 2];
  const near = planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - planes[p + 3];
  const far = planes[p] * ix + planes[p + 1] * iy + planes[p + 2] * iz - planes[p + 3];
  if (near > 0 === far > 0) return false;
  const t = near / (near - far);
  const { apertures } = tree;
  const a = 6 * node;
  const hitX = x + t * (ix - x);
  if (hitX < apertures[a] || hitX > apertures[a + 3]) return false;
  const hitY = y + t * (iy - y);
  if (hitY < apertures[a + 1] || hitY > apertures[a + 4]) return false;
  const hitZ = z + t * (iz - z);
  return hitZ >= apertures[a + 2] && hitZ <= apertures[a + 5];
}

/** Writes the reflection points from the user back to the site; false where one misses its mirror. */
function unfold(
  { prepared, site }: PreparedSite,
  { order, facets: mirrors, images, vertices, elements }: Candidate,
): boolean {
  const { facets, bvh, slotOfTriangle } = prepared;
  const { tolerance } = bvh;
  for (let mirror = 0; mirror < order; mirror++) {
    const facet = mirrors[mirror];
    const p = 4 * facet;
    const nx = facets.planes[p];
    const ny = facets.planes[p + 1];
    const nz = facets.planes[p + 2];
    const v = 3 * mirror;
    const x = vertices[v];
    const y = vertices[v + 1];
    const z = vertices[v + 2];
    const ix = images[v];
    const iy = images[v + 1];
    const iz = images[v + 2];
    const near = nx * x + ny * y + nz * z - facets.planes[p + 3];
    const far = nx * ix + ny * iy + nz * iz - facets.planes[p + 3];
    if (Math.abs(far) <= tolerance) return false;
    const side = far < 0 ? near : -near;
    // The user must stand before the mirror. A reflection point may lie on the next mirror: that is the corner where
    // both meet, and the two orders in which it can be read are one path to the collector.
    if (side <= (mirror === 0 ? tolerance : -tolerance)) return false;
    const t = Math.max(0, near / (near - far));
    const hitX = x + t * (ix - x);
    const hitY = y + t * (iy - y);
    const hitZ = z + t * (iz - z);
    let hit = -1;
    for (let i = facets.triangleOffsets[facet]; hit < 0 && i < facets.triangleOffsets[facet + 1]; i++) {
      const slot = slotOfTriangle[facets.triangles[i]];
      if (isOnTriangle(bvh, slot, hitX, hitY, hitZ)) hit = slot;
    }
    if (hit < 0) return false;
    vertices[v + 3] = hitX;
    vertices[v + 4] = hitY;
    vertices[v + 5] = hitZ;
    elements[mirror + 1] = hit;
  }
  vertices.set(site.position, 3 * (order + 1));
  return true;
}

/** Whether nothing stands in any leg of a candidate. */
function isClear({ bvh, facetOfSlot }: PreparedScene, { order, facets, vertices }: Candidate): boolean {
  for (let leg = 0; leg <= order; leg++) {
    const v = 3 * leg;
    const from = leg === 0 ? -1 : facets[leg - 1];
    const to = leg === order ? -1 : facets[leg];
    if (
      isBlocked(
        bvh,
        vertices[v],
        vertices[v + 1],
        vertices[v + 2],
        vertices[v + 3],
        vertices[v + 4],
        vertices[v + 5],
        facetOfSlot,
        from,
        to,
      )
    ) {
      return false;
    }
  }
  return true;
}
