/** A twin whose paths come from the tracer that made the data: exact. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { PreparedSite } from '../../propagation/trace.ts';
import { traceUser } from '../../propagation/trace-user.ts';
import type { Site } from '../../scene/sites.ts';
import type { Twin } from './twin.ts';

/**
 * The twin of a prepared world.
 *
 * @param links the sites, ready to be traced from
 */
export function tracedTwin(sites: readonly Site[], radio: RadioConfiguration, links: readonly PreparedSite[]): Twin {
  return {
    sites,
    radio,
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
