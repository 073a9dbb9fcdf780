/** What all sites hear of one user, wherever it stands: here alone it is decided that inside of a building nobody is heard. */
import type { Vector3 } from '../scene/scene.ts';
import type { PathTable } from './path-table.ts';
import { noPaths } from './path-table.ts';
import type { PreparedSite } from './trace.ts';
import { traceLinks } from './trace.ts';

/** See `traceUser`. */
export interface UserPaths {
  /** Name of the solid thing that the user is inside of, where no path is traced; null in the open. */
  readonly enclosedBy: string | null;
  /** One table for each site; all of them empty for an enclosed user. */
  readonly tables: readonly PathTable[];
}

/**
 * All paths between several sites and a user, as `traceLinks` gives them; none inside of a declared solid.
 *
 * @param sites prepared in the same scene with the same options
 * @param user metres
 * @throws LabError as `traceLinks`, but for a user inside of a solid
 */
export function traceUser(sites: readonly PreparedSite[], user: Vector3): UserPaths {
  const solid = sites.at(0)?.prepared.solidAt(...user);
  return solid
    ? { enclosedBy: solid.name, tables: sites.map(noPaths) }
    : { enclosedBy: null, tables: traceLinks(sites, user) };
}
