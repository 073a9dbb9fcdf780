/** The table: every metric with its 95 % interval, sortable, the bound below, and why some users have no fix. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { count, fixed, percent, significant } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import {
  METRIC_COLUMNS,
  nextOrder,
  sortRows,
  type ComparisonRow,
  type MetricColumn,
  type RowOrder,
} from './comparison-rows.ts';
import styles from './comparison-table.module.css';
import { isOfNow } from './follow-intervals.ts';
import { LimitMark } from './limit-legend.tsx';

/** Centimetres; what is below one keeps the digits that carry. */
function lengthText(value: number): string {
  return value < 0.1 && value > 0 ? significant(value, 2) : fixed(value, value < 100 ? 2 : 0);
}

function valueText(value: number, { unit }: MetricColumn): string {
  return unit === '%' ? percent(value) : Number.isFinite(value) ? `${lengthText(value)}\u00a0m` : fixed(value, 0);
}

function intervalText({ intervals }: ComparisonRow, { name, unit }: MetricColumn): string {
  const interval = intervals?.[name];
  if (!interval || interval.low === null) return '';
  const text = (value: number): string => (unit === '%' ? fixed(100 * value, 0) : lengthText(value));
  return `${text(interval.low)}–${text(interval.high ?? Infinity)}`;
}

/** @param onOrder asked for by a press on a heading */
export function ComparisonTable({
  rows,
  limit,
  order,
  onOrder,
}: {
  readonly rows: readonly ComparisonRow[];
  readonly limit: ComparisonRow | null;
  readonly order: RowOrder | null;
  readonly onOrder: (order: RowOrder) => void;
}): ReactElement {
  const isFresh = useLabState((state) => state.intervals !== null && isOfNow(state.intervals, state));
  const heading = (name: RowOrder['name'], title: string, explained: string): ReactElement => {
    const isSorted = order?.name === name;
    return (
      <th key={name} scope="col" aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : 'none'}>
        <button type="button" className={styles.sort} title={explained} onClick={() => onOrder(nextOrder(order, name))}>
          {title}
          {isSorted && (order.isDescending ? <ArrowDown size={11} aria-hidden /> : <ArrowUp size={11} aria-hidden />)}
        </button>
      </th>
    );
  };
  const line = (row: ComparisonRow, mark: ReactNode): ReactElement => (
    <tr key={row.id}>
      <th scope="row">
        <span className={styles.name}>
          {mark}
          <span className={styles.title}>{row.title}</span>
        </span>
        <span className={styles.interval}>
          {count(row.withFix)} of {count(row.users)}
        </span>
      </th>
      {METRIC_COLUMNS.map((column) => (
        <td key={column.name}>
          {valueText(row.values[column.name], column)}
          <span className={styles.interval} data-stale={!isFresh || undefined}>
            {intervalText(row, column)}
          </span>
        </td>
      ))}
    </tr>
  );
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Table of errors">
        <table className={styles.table}>
          <thead>
            <tr>
              {heading('title', 'estimator', 'By name')}
              {METRIC_COLUMNS.map(({ name, title, explained }) => heading(name, title, explained))}
            </tr>
          </thead>
          <tbody>
            {sortRows(rows, order).map((row) => line(row, <EstimatorMark id={row.id} />))}
            {limit && line(limit, <LimitMark size={11} />)}
          </tbody>
        </table>
      </div>
      <Refusals rows={rows} />
    </>
  );
}

function Refusals({ rows }: { readonly rows: readonly ComparisonRow[] }): ReactElement | null {
  const missing = rows.filter(({ users, withFix }) => withFix < users);
  if (missing.length === 0) return null;
  return (
    <ul className={styles.refusals} aria-label="Users without a fix">
      {missing.map(({ id, title, users, withFix, refusals }) => (
        <li key={id}>
          <EstimatorMark id={id} size={10} />
          <span>
            {title}: {count(users - withFix)} of {count(users)} users without a fix
            {refusals.map(({ reason, users: n }) => (
              <span key={reason} className={styles.reason}>
                {count(n)} × {reason}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
