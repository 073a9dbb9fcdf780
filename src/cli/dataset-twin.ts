/** The twin of a dataset's own world: exact, because the same tracer made the data. */
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import { pathRequest } from '../datasets/definition.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Twin } from '../estimators/twin/twin.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite, traceLinks } from '../propagation/trace.ts';

/** Prepares all sites of a dataset. */
export function twinOf({ definition, scene, sites }: OpenDataset<DatasetDefinition>): Twin {
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, pathRequest(definition)));
  return {
    sites,
    radio: definition.radio,
    trace(point) {
      try {
        return traceLinks(links, point);
      } catch (cause) {
        if (cause instanceof LabError && cause.code === 'too-close') return null;
        throw cause;
      }
    },
  };
}
