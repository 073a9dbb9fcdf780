/**
 * Paths between sites and a user: line of sight, reflections and diffraction by the exact image method. Trees of images and
 * lists of edges propose, geometry and occlusion decide, electromagnetics weighs.
 */
import { LabError } from '../errors/lab-error.ts';
import { finishSteps, type Steps } from '../numerics/steps.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { DeepestImages } from './deepest-images.ts';
import { EdgeIndex } from './edge-index.ts';
import type { FieldModel } from './field.ts';
import { createFieldModel } from './field.ts';
import { growImageTreeInSteps } from './image-tree.ts';
import { indexMirrors } from './mirror-index.ts';
import { indexPatches } from './patch-search.ts';
import type { PatchTable } from './patches.ts';
import { buildPatches } from './patches.ts';
import type { PathTable } from './path-table.ts';
import { PathCollector } from './path-collector.ts';
import type { SearchableSite } from './path-search.ts';
import { searchPaths } from './path-search.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { checkEnd, MINIMUM_DISTANCE } from './prepared-scene.ts';
import { checkTraceOptions, DEFAULT_TRACE } from './trace-options.ts';
import type { ScatteringOptions, TraceOptions } from './trace-options.ts';
import { TreeBeams } from './tree-beams.ts';
import { lookAround } from './view.ts';

export { DEFAULT_TRACE } from './trace-options.ts';
export type { ScatteringOptions, TraceOptions } from './trace-options.ts';

/** See `prepareSite`. */
export interface PreparedSite extends SearchableSite {
  readonly prepared: PreparedScene;
  readonly site: Site;
  readonly options: TraceOptions;
  readonly field: FieldModel;
}

/** Shadows cast from a site, and how often facets that it sees are halved to find them hidden: it is looked at once. */
const SHADOWS = 512;
const HALVINGS = 3;

/**
 * Grows the image tree of a site, lists the edges that it sees, and evaluates the scene's materials at the carrier.
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
  return finishSteps(prepareSiteInSteps(prepared, site, options));
}

/** The same in steps. */
export function* prepareSiteInSteps(
  prepared: PreparedScene,
  site: Site,
  options: Partial<TraceOptions> & Pick<TraceOptions, 'frequency'>,
): Steps<PreparedSite> {
  const complete: TraceOptions = { ...DEFAULT_TRACE, ...options };
  checkTraceOptions(complete);
  checkEnd(prepared, site.position, `Site "${site.name}"`);
  const { maximumReflections, maximumTransmissions: layers, diffraction, scattering, nodeLimit } = complete;
  const mirrored = diffraction === 'edge-and-reflection';
  const [x, y, z] = site.position;
  const patches = scattering && patchesOf(prepared, scattering);
  const view = lookAround(prepared, x, y, z, SHADOWS, layers);
  const depth = Math.max(maximumReflections, mirrored || scattering ? 1 : 0);
  const pruning = { nodeLimit, view, halvings: HALVINGS, layers };
  const tree = yield* growImageTreeInSteps(prepared, x, y, z, depth, pruning);
  const beams = new TreeBeams(prepared, tree);
  return {
    prepared,
    site,
    options: complete,
    tree,
    mirrors: indexMirrors(tree, prepared.facets),
    deepest: new DeepestImages(prepared, tree, beams),
    edgeIndex: new EdgeIndex(prepared, tree, beams, layers === 0, diffraction === 'none' ? [] : view.edges()),
    patchIndex: patches && indexPatches(prepared, tree, patches),
    field: createFieldModel(prepared.scene, site, complete.frequency, {
      maximumTransmissions: layers,
      scattering: scattering && patches && { patches, model: scattering },
    }),
  };
}

/** Patches made so far: all sites of a scene share them. */
const patchTables = new WeakMap<PreparedScene, Map<string, PatchTable>>();

function patchesOf(prepared: PreparedScene, { patchSize, seed }: ScatteringOptions): PatchTable {
  let tables = patchTables.get(prepared);
  if (!tables) patchTables.set(prepared, (tables = new Map<string, PatchTable>()));
  const key = `${patchSize} ${seed}`;
  let table = tables.get(key);
  if (!table) tables.set(key, (table = buildPatches(prepared.bvh, prepared.facets, patchSize, seed)));
  return table;
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
  return traceLinks([preparedSite], user)[0];
}

/**
 * All paths between several sites and a user: what the user sees is looked up once for all of them.
 *
 * @param sites prepared in the same scene with the same reflections, transmissions and diffraction
 * @param user metres
 * @returns one table for each site, as `tracePaths` gives it
 * @throws LabError as `tracePaths`; `bad-argument` for sites of different scenes or options
 */
export function traceLinks(sites: readonly PreparedSite[], user: Vector3): PathTable[] {
  if (sites.length === 0) return [];
  const [{ prepared, options }] = sites;
  checkAlike(sites);
  checkEnd(prepared, user, 'The user');
  for (const { site } of sites) checkApart(site, user);
  const collectors = sites.map(({ field }) => new PathCollector(field, prepared.bvh.tolerance));
  searchPaths(prepared, sites, user, options, (site, path) => collectors[site].add(path, prepared));
  return collectors.map((collector, site) =>
    collector.finish(sites[site].options.dynamicRangeDb, sites[site].options.maximumPaths),
  );
}

function checkAlike(sites: readonly PreparedSite[]): void {
  const [{ prepared, options, patchIndex }] = sites;
  const alike = sites.every(
    (other) =>
      other.prepared === prepared &&
      other.options.maximumReflections === options.maximumReflections &&
      other.options.maximumTransmissions === options.maximumTransmissions &&
      other.options.diffraction === options.diffraction &&
      (other.patchIndex === null) === (patchIndex === null),
  );
  if (alike) return;
  throw new LabError(
    'bad-argument',
    'Sites that are traced together must be prepared in one scene with the same options.',
    'Prepare them alike, or trace them one by one.',
  );
}

function checkApart({ name, position: [sx, sy, sz] }: Site, [x, y, z]: Vector3): void {
  if (Math.hypot(x - sx, y - sy, z - sz) >= MINIMUM_DISTANCE) return;
  throw new LabError(
    'too-close',
    `The user at ${x}, ${y}, ${z} is within 1 cm of site "${name}".`,
    'Move the user or the site.',
  );
}
