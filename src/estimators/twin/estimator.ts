/** The refinement as an estimator of the table: fixes of another one in, refined ones out. */
import { LabError } from '../../errors/lab-error.ts';
import { quantile } from '../../numerics/quantiles.ts';
import type { Belief, Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { brokenSites, explainUnheard } from '../no-fix.ts';
import { requireChannels } from '../per-site/read-links.ts';
import { receptionsOf } from './receptions.ts';
import { DEFAULT_REFINE, refineFix } from './refine.ts';
import type { TwinFix } from './twin.ts';

/** Creates the estimator. */
export function createTwinEstimator(): Estimator {
  const believe = (input: EstimatorInput): Belief => {
    const channels = requireChannels(input);
    const { starts, twin, until = DEFAULT_REFINE.until } = input;
    if (!starts || !twin) throw incomplete();
    const heights = knownHeights(input);
    const world = twin();
    const fixes = starts.slice();
    const found = Array.from({ length: input.count }, (_, user): TwinFix | null => {
      const start = [starts[3 * user], starts[3 * user + 1]] as const;
      if (Number.isNaN(start[0])) return null;
      const receptions = receptionsOf(channels, world, user);
      // A start may have been found by other means; what is no channel at all refines none.
      if (receptions.length === 0 && brokenSites(channels, input.links.length, user).length > 0) {
        fixes.fill(NaN, 3 * user, 3 * user + 3);
        return null;
      }
      const fix = refineFix(world, receptions, start, heights[user], {
        ...DEFAULT_REFINE,
        until,
      });
      fixes.set([fix.x, fix.y, heights[user]], 3 * user);
      return fix;
    });
    return {
      fixes,
      levelAt(user, x, y) {
        const fix = found[user];
        return fix?.believed ? levelAround(fix, x, y) : NaN;
      },
      summary: summarise(found.filter((fix) => fix !== null)),
    };
  };
  return {
    parameterCount: 0,
    flopCount: 0,
    believe: (input) => Promise.resolve(believe(input)),
    estimate: (input) => Promise.resolve(believe(input).fixes),
    explain: explainUnheard,
    dispose() {},
  };
}

/** 1 − e^{−d²/2}, d² = ΔᵀJΔ: the ellipse of the fix through a place. */
function levelAround({ x, y, information: [xx, xy, yy] }: TwinFix, px: number, py: number): number {
  const [dx, dy] = [px - x, py - y];
  return 1 - Math.exp(-(xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy) / 2);
}

/** Where the fixes stopped, how many believe themselves, and what they say of their twin and of their error. */
function summarise(fixes: readonly TwinFix[]): Record<string, number | null> {
  const at = (stage: TwinFix['stage']): number => fixes.filter((fix) => fix.stage === stage).length;
  const median = (values: readonly number[]): number | null => {
    const told = values.filter(Number.isFinite);
    return told.length > 0 ? quantile(told, 0.5) : null;
  };
  return {
    believed: fixes.filter(({ believed }) => believed).length,
    ...{ start: at('start'), per_path: at('per-path'), per_site: at('per-site'), coherent: at('coherent') },
    median_residual: median(fixes.map(({ residual }) => residual)),
    median_bound_m: median(fixes.map(({ bound }) => bound)),
  };
}

function incomplete(): LabError {
  return new LabError(
    'bad-argument',
    'The twin needs fixes to start from and a world to trace in.',
    'Hand in starts and twin.',
  );
}
