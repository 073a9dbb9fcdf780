/** The twin of a dataset's own world: exact, because the same tracer made the data. */
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import { pathRequest } from '../datasets/definition.ts';
import { tracedTwin } from '../estimators/twin/traced-twin.ts';
import type { Twin } from '../estimators/twin/twin.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite } from '../propagation/trace.ts';

/** Prepares all sites of a dataset. */
export function twinOf({ definition, scene, sites }: OpenDataset<DatasetDefinition>): Twin {
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, pathRequest(definition)));
  return tracedTwin(sites, definition.radio, links);
}
