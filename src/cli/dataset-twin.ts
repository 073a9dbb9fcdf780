/** The twin of a dataset's own world: exact, because the same tracer made the data. */
import type { DatasetDefinition, OpenDataset } from '../datasets/definition.ts';
import { pathRequest } from '../datasets/definition.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Twin } from '../estimators/twin/twin.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { prepareSite } from '../propagation/trace.ts';
import { traceUser } from '../propagation/trace-user.ts';

/** Prepares all sites of a dataset. */
export function twinOf({ definition, scene, sites }: OpenDataset<DatasetDefinition>): Twin {
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, pathRequest(definition)));
  return {
    sites,
    radio: definition.radio,
    trace(point) {
      try {
        const { enclosedBy, tables } = traceUser(links, point);
        return enclosedBy === null ? tables : null;
      } catch (cause) {
        // A place at a wall, which a search may try as any other.
        if (cause instanceof LabError && cause.code === 'too-close') return null;
        throw cause;
      }
    },
  };
}
