/** What the table compares: metrics with their intervals, one row for each estimator and one for the limit. */
import { errorMetrics, type ErrorMetrics, type MetricIntervals } from '../../engine/frontend.ts';

/** Names of the metrics that are compared. */
export type MetricName = Exclude<keyof ErrorMetrics, 'min_m'> | 'with_fix';

/** A column of the table. */
export interface MetricColumn {
  readonly name: MetricName;
  readonly title: string;
  /** 'm', or '%' of all users. */
  readonly unit: 'm' | '%';
  readonly explained: string;
}

const quantile = (name: MetricName, share: number): MetricColumn => ({
  name,
  title: `${share} %`,
  unit: 'm',
  explained: `${share} % of all users err by at most this; who has no fix errs without end`,
});

/** The columns, in their order. */
export const METRIC_COLUMNS: readonly MetricColumn[] = [
  { name: 'with_fix', title: 'with fix', unit: '%', explained: 'Share of all users who have a fix' },
  { name: 'mean_m', title: 'mean', unit: 'm', explained: 'Mean error of the users with a fix' },
  { name: 'rmse_m', title: 'RMSE', unit: 'm', explained: 'Root mean square error of the users with a fix' },
  quantile('median_m', 50),
  quantile('p67_m', 67),
  quantile('p80_m', 80),
  quantile('p90_m', 90),
  quantile('p95_m', 95),
  { name: 'max_m', title: 'max', unit: 'm', explained: 'Largest error of a user with a fix' },
  { name: 'below_1m', title: '< 1 m', unit: '%', explained: 'Share of all users who err by less than 1 m' },
  { name: 'below_0_5m', title: '< 0.5 m', unit: '%', explained: 'Share of all users who err by less than 0.5 m' },
];

/** Why some users have no fix, and how many. */
export interface RefusalCount {
  readonly reason: string;
  readonly users: number;
}

/** A row of the table. */
export interface ComparisonRow {
  readonly id: string;
  readonly title: string;
  readonly users: number;
  readonly withFix: number;
  /** Metres, or shares in [0, 1]; infinite where too many users have no fix, NaN where nobody has one. */
  readonly values: Readonly<Record<MetricName, number>>;
  /** Null until they are drawn. */
  readonly intervals: MetricIntervals | null;
  readonly refusals: readonly RefusalCount[];
}

/** Quantiles are of all users; means and extremes of those with a fix. */
const OF_THE_FOUND: ReadonlySet<MetricName> = new Set<MetricName>(['mean_m', 'rmse_m', 'max_m']);

/**
 * Builds a row.
 *
 * @param errors of all users, metres; not finite where there is no fix
 * @param reasons why there is none, a sentence for each such user
 */
export function comparisonRow(
  { id, title }: { readonly id: string; readonly title: string },
  errors: Float64Array,
  reasons: Iterable<string>,
  intervals: MetricIntervals | null,
): ComparisonRow {
  const metrics = errorMetrics(errors);
  const users = errors.length;
  const withFix = errors.filter(Number.isFinite).length;
  const valueOf = (name: MetricName): number => {
    if (users === 0) return NaN;
    if (name === 'with_fix') return withFix / users;
    return metrics[name] ?? (OF_THE_FOUND.has(name) ? NaN : Infinity);
  };
  const values = Object.fromEntries(METRIC_COLUMNS.map(({ name }) => [name, valueOf(name)]));
  return {
    id,
    title,
    users,
    withFix,
    values: values as Record<MetricName, number>,
    intervals,
    refusals: countReasons(reasons),
  };
}

/** The most frequent reason first. */
function countReasons(reasons: Iterable<string>): RefusalCount[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, users]) => ({ reason, users })).sort((a, b) => b.users - a.users);
}

/** What a table is sorted by. */
export interface RowOrder {
  readonly name: MetricName | 'title';
  readonly isDescending: boolean;
}

/** The order that a press on a heading asks for: the best first, then the other way round. */
export function nextOrder(order: RowOrder | null, name: RowOrder['name']): RowOrder {
  const column = METRIC_COLUMNS.find((one) => one.name === name);
  const bestIsLarge = column?.unit === '%';
  return order?.name === name ? { name, isDescending: !order.isDescending } : { name, isDescending: bestIsLarge };
}

/** Sorted rows; what has no value comes last either way. Null leaves the order of the chips. */
export function sortRows(rows: readonly ComparisonRow[], order: RowOrder | null): readonly ComparisonRow[] {
  if (!order) return rows;
  const { name, isDescending } = order;
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (name === 'title') return sign * a.title.localeCompare(b.title);
    const [left, right] = [a.values[name], b.values[name]];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return left === right ? 0 : sign * (left - right);
  });
}

/** What a table is of; stands in every line of a file, so that files can be joined. */
export interface TableSubject {
  readonly scene: string;
  readonly snrDb: number;
  /** 'all', 'horizontal' or 'vertical'. */
  readonly error: string;
}

/**
 * The table as comma-separated values (RFC 4180): metres and shares in full precision, a metric beside the ends of its
 * 95 % interval; empty where there is no number, "inf" where too many users have no fix.
 */
export function comparisonCsv(rows: readonly ComparisonRow[], { scene, snrDb, error }: TableSubject): string {
  const metrics = METRIC_COLUMNS.flatMap(({ name }) => [name, `${name}_low`, `${name}_high`]);
  const header = ['scene', 'snr_db', 'error', 'estimator', 'users', 'users_with_fix', ...metrics, 'no_fix_reasons'];
  const lines = rows.map(({ title, users, withFix, values, intervals, refusals }) => [
    scene,
    numberText(snrDb),
    error,
    title,
    numberText(users),
    numberText(withFix),
    ...METRIC_COLUMNS.flatMap(({ name }) => {
      const interval = intervals?.[name];
      return [values[name], interval?.low ?? NaN, interval ? (interval.high ?? Infinity) : NaN].map(numberText);
    }),
    refusals.map((one) => `${one.users}: ${one.reason}`).join(' '),
  ]);
  return [header, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isFinite(value) ? String(value) : 'inf';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
