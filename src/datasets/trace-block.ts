/** Traces neighbouring users to all sites: the work of one task of a worker. */
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite } from '../propagation/trace.ts';
import { traceUser } from '../propagation/trace-user.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import type { PathRequest } from './definition.ts';
import type { BlockShape, PathBlock } from './path-block.ts';
import { createPathBlock, setLink } from './path-block.ts';

/** What a tracer of blocks is prepared with; plain data, so it can be sent to a worker. */
export interface BlockTracerSetup {
  readonly scene: Scene;
  readonly sites: readonly Site[];
  readonly request: PathRequest;
}

/** Room for paths and interactions that a request needs. */
export function blockShape(request: PathRequest, users: number, sites: number): BlockShape {
  return { users, sites, paths: request.maximumPaths, interactions: interactionRoom(request) };
}

/**
 * Prepares all sites once.
 *
 * @returns a function from positions [users, 3] to their paths; a user inside of a solid has none
 */
export function createBlockTracer({ scene, sites, request }: BlockTracerSetup): (positions: Float64Array) => PathBlock {
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, request));
  return (positions) => {
    const users = positions.length / 3;
    const block = createPathBlock(blockShape(request, users, sites.length));
    for (let user = 0; user < users; user++) {
      const [x, y, z] = positions.subarray(3 * user, 3 * user + 3);
      traceUser(links, [x, y, z]).tables.forEach((paths, site) => setLink(block, user, site, paths));
    }
    return block;
  };
}

/** Most interactions that a path of a request can have; at least one, so that the array is not empty. */
function interactionRoom({ maximumReflections, maximumTransmissions, diffraction }: PathRequest): number {
  return Math.max(1, maximumReflections, diffraction === 'edge-and-reflection' ? 2 : 1) + maximumTransmissions;
}
