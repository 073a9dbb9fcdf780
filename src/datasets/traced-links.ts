/** Links whose paths are traced when they are asked for. */
import { prepareScene } from '../propagation/prepared-scene.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { prepareSite } from '../propagation/trace.ts';
import { traceUser } from '../propagation/trace-user.ts';
import type { UserTable } from '../scene/users.ts';
import type { DatasetDefinition, OpenDataset } from './definition.ts';
import { pathRequest } from './definition.ts';
import type { LinkSource } from './links.ts';

/** Prepares all sites of a dataset for its users. */
export function tracedLinks(dataset: OpenDataset<DatasetDefinition>, users: UserTable): LinkSource {
  const { definition, scene, sites } = dataset;
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, pathRequest(definition)));
  // What a user sees is looked up once for all sites, so the tables of the latest one are kept.
  let latest = -1;
  let tables: readonly PathTable[] = [];
  return {
    count: users.count,
    radio: definition.radio,
    sites,
    paths(user, site) {
      if (user !== latest) {
        const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
        ({ tables } = traceUser(links, [x, y, z]));
        latest = user;
      }
      return tables[site];
    },
  };
}
