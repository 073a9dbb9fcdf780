/** What the networks are held to in each setting, whether they get there, and what was tried where they do not. */
import type { SettingId } from '../../training/experiments/settings.ts';
import { findEstimator } from '../../estimators/registry.ts';
import type { PaperBar, PaperRow, PaperSight } from '../../evaluation/paper-report.ts';
import { findExperiment } from '../../training/experiments/registry.ts';
import { PUBLISHED } from '../../training/published.ts';
import type { KeptCurve } from '../model-files.ts';
import { SIGHTS } from './sight.ts';

/** Who is held to what share of the mean that the paper prints for its PE-MSRN. */
const HELD = [
  { id: 'pe-msrn', share: 1 },
  { id: 'pe-msrn-plus', share: 0.5 },
] as const;

/** Shares of a training at which the report looks back at it. */
const LOOKS = [0.25, 0.5, 0.75, 1] as const;

/**
 * The bars of one setting.
 *
 * @param rows ours, as the tables show them
 * @param curveOf how a network's training went, null where that was not kept
 */
export function barsOf(
  dataset: SettingId,
  rows: readonly Pick<PaperRow, 'estimator' | 'ours'>[],
  sight: PaperSight | null,
  curveOf: (id: (typeof HELD)[number]['id']) => KeptCurve | null,
): PaperBar[] {
  const printed = PUBLISHED[dataset].rows['pe-msrn'].mean_m;
  return HELD.map(({ id, share }) => {
    const bar = share * printed;
    const mean = rows.find(({ estimator }) => estimator === id)?.ours?.mean_m ?? null;
    const inSight = sight?.rows.find(({ estimator }) => estimator === id)?.kinds[SIGHTS.indexOf('in sight')];
    const isMet = mean !== null && mean <= bar;
    return {
      estimator: id,
      title: findEstimator(id).title,
      bar_m: bar,
      mean_m: mean,
      in_sight_m: inSight?.mean_m ?? null,
      is_met: isMet,
      course: isMet ? '' : lookBack(curveOf(id)),
      trials: [...findExperiment(`${dataset}/${id}`).trials],
    };
  });
}

/** The course of the one run whose weights are shipped: whether it was still getting better when it ended. */
function lookBack(curve: KeptCurve | null): string {
  const points = (curve?.points ?? []).flatMap(({ step, validation: { mean_m: mean } }) =>
    mean === null ? [] : [{ step, mean }],
  );
  const end = points.at(-1)?.step;
  if (end === undefined) return '';
  const lengths = LOOKS.map((share) => points.findLastIndex(({ step }) => step <= share * end)).filter((k) => k >= 0);
  const best = points.reduce((least, { mean }, k) => (mean < points[least].mean ? k : least), 0);
  const looked = [...new Set([...lengths, best])].sort((a, b) => a - b);
  const words = looked.map((k) => {
    const { step, mean } = points[k];
    return `${mean.toFixed(3)} m at step ${step.toLocaleString('en')}${k === best ? ' (its best, whose weights are kept)' : ''}`;
  });
  return `The one run that is shipped, ${end.toLocaleString('en')} steps, by its validation mean: ${words.join(', ')}.`;
}
