/** Traces for tests: everything is kept, and paths can be told by what happens on them. */
import type { Scene, Vector3 } from '../../scene/scene.ts';
import type { PathTable } from '../path-table.ts';
import { INTERACTIONS } from '../path-table.ts';
import { prepareScene } from '../prepared-scene.ts';
import type { TraceOptions } from '../trace.ts';
import { prepareSite, tracePaths } from '../trace.ts';
import { siteAt } from './scenes.ts';

/** Options that drop no path. */
export const EVERYTHING = { dynamicRangeDb: Infinity, maximumPaths: Infinity };

/** Traces between any two points of a scene, which is prepared once. */
export type Tracer = (site: Vector3, user: Vector3) => PathTable;

/** A tracer that keeps all paths. */
export function createTracer(scene: Scene, options: Partial<TraceOptions> & Pick<TraceOptions, 'frequency'>): Tracer {
  const prepared = prepareScene(scene);
  return (site, user) => tracePaths(prepareSite(prepared, siteAt(site), { ...EVERYTHING, ...options }), user);
}

/** What happens along a path, from site to user, such as "reflection diffraction"; empty for the line of sight. */
export function story(paths: PathTable, path: number): string {
  const interior = paths.interactions.subarray(paths.vertexOffsets[path] + 1, paths.vertexOffsets[path + 1] - 1);
  return [...interior].map((code) => INTERACTIONS[code]).join(' ');
}

/** Numbers of all paths. */
export function allOf(paths: PathTable): number[] {
  return Array.from({ length: paths.count }, (_, path) => path);
}
