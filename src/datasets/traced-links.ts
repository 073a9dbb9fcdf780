/** Links whose paths are traced when they are asked for. */
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import type { UserTable } from '../scene/users.ts';
import type { DatasetDefinition, OpenDataset } from './definition.ts';
import { pathRequest } from './definition.ts';
import type { LinkSource } from './links.ts';

/** Prepares all sites of a dataset for its users. */
export function traceLinks(dataset: OpenDataset<DatasetDefinition>, users: UserTable): LinkSource {
  const { definition, scene, sites } = dataset;
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, pathRequest(definition)));
  return {
    count: users.count,
    radio: definition.radio,
    sites,
    paths(user, site) {
      const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
      return tracePaths(links[site], [x, y, z]);
    },
  };
}
