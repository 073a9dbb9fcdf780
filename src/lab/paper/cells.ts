/** What a cell of a paper's table says, and who is behind it on the map. */
import { evaluatedAddress, type PaperErrors, type PaperRow, type PaperSetting } from '../../engine/frontend.ts';
import { rangeBetween, type ErrorRange } from '../comparison/error-range.ts';
import type { Lab } from '../state/lab.ts';

/** One column of errors. */
export interface ErrorColumn {
  readonly metric: keyof PaperErrors;
  readonly title: string;
  readonly explained: string;
  readonly unit: 'm' | '%';
}

/** The columns of tables 7 to 12. */
export const ERROR_COLUMNS: readonly ErrorColumn[] = [
  { metric: 'mean_m', title: 'mean', explained: 'Mean error of the users with a fix', unit: 'm' },
  { metric: 'p90_m', title: '90 %', explained: '90 % of users err by at most this', unit: 'm' },
  { metric: 'max_m', title: 'max', explained: 'Largest error', unit: 'm' },
  { metric: 'min_m', title: 'min', explained: 'Smallest error', unit: 'm' },
  { metric: 'below_1m', title: '< 1 m', explained: 'Share of users that err by less than 1 m', unit: '%' },
  { metric: 'below_0_5m', title: '< 0.5 m', explained: 'Share of users that err by less than 0.5 m', unit: '%' },
];

/** Whether ours is as good as the paper's, or better: shares grow, errors shrink. */
export function isAtLeastAsGood({ unit }: ErrorColumn, ours: number | null, paper: number | null): boolean {
  if (ours === null || paper === null) return false;
  return unit === '%' ? ours >= paper : ours <= paper;
}

/** Who a cell is about: users of a range of errors, or the one at its end. */
export type Brush =
  | { readonly kind: 'range'; readonly range: ErrorRange | null; readonly words: string }
  | { readonly kind: 'beyond'; readonly low: number; readonly words: string }
  | { readonly kind: 'user'; readonly end: 'smallest' | 'largest'; readonly words: string };

/**
 * Who is behind a number.
 *
 * @param value the number, metres or a share
 */
export function brushOf(metric: keyof PaperErrors, value: number): Brush {
  const within = (high: number, words: string): Brush => ({ kind: 'range', range: rangeBetween(0, high), words });
  switch (metric) {
    case 'mean_m':
      return within(value, 'those nearer than the mean');
    case 'median_m':
      return within(value, 'the better half');
    case 'p90_m':
      return { kind: 'beyond', low: value, words: 'the worst tenth' };
    case 'below_1m':
      return within(1, 'those within 1 m');
    case 'below_0_5m':
      return within(0.5, 'those within 0.5 m');
    case 'max_m':
      return { kind: 'user', end: 'largest', words: 'whoever errs most' };
    case 'min_m':
      return { kind: 'user', end: 'smallest', words: 'whoever errs least' };
    default:
      return metric satisfies never;
  }
}

/** What of a table or figure is to be shown. */
export interface ShownUsers {
  readonly setting: Pick<PaperSetting, 'dataset' | 'dimensions'>;
  readonly row: Pick<PaperRow, 'estimator'>;
  /** Whose users: unseen ones, each at the SNR that it drew, or known grid points at one SNR. */
  readonly evaluation: { readonly protocol: 'held-out' } | { readonly protocol: 'grid'; readonly snrDb: number };
  /** Null for everybody. */
  readonly brush: Brush | null;
}

/**
 * Opens the users of the evaluation with the estimator, and brushes the map by what the cell says.
 *
 * @throws LabError where the dataset cannot be opened or the estimator cannot run
 */
export async function showUsers(lab: Lab, { setting, row, evaluation, brush }: ShownUsers): Promise<void> {
  const { store } = lab;
  // An older range would filter users by errors that another estimator made.
  store.setState({ errorRange: null });
  const { protocol } = evaluation;
  const address = evaluatedAddress(setting.dataset, protocol);
  await lab.showEvaluated(address, [row.estimator], protocol === 'grid' ? evaluation.snrDb : 0);
  store.setState({
    errorAxis: setting.dimensions === 2 ? 'horizontal' : 'all',
    errorRange: null,
  });
  const errors = store.getState().fixes.errors.get(row.estimator) ?? new Float64Array(0);
  switch (brush?.kind) {
    case 'range':
      return store.setState({ errorRange: brush.range });
    case 'beyond': {
      const worst = endOf(errors, 'largest');
      return store.setState({ errorRange: worst === null ? null : upTo(brush.low, errors[worst]) });
    }
    case 'user': {
      const found = endOf(errors, brush.end);
      return found === null ? undefined : lab.selectUser(found);
    }
    case undefined:
      return undefined;
    default:
      return brush satisfies never;
  }
}

/** From an error to the largest there is; where that is smaller, a range that nobody is in. */
function upTo(low: number, largest: number): ErrorRange | null {
  return rangeBetween(low, Math.max(largest, 2 * low));
}

/** The user at one end of all errors; null where nobody has a fix. */
function endOf(errors: Float64Array, end: 'smallest' | 'largest'): number | null {
  let best: number | null = null;
  errors.forEach((error, user) => {
    if (!Number.isFinite(error)) return;
    if (best === null || (end === 'largest' ? error > errors[best] : error < errors[best])) best = user;
  });
  return best;
}
