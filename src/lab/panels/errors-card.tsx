/** The error table: four columns at a glance; the comparison has all of them. */
import { ChartLine } from 'lucide-react';
import type { ReactElement } from 'react';
import { useErrorLines, type ErrorLine } from '../charts/use-error-lines.ts';
import { fixed, percent } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { AxisChoice } from './axis-choice.tsx';
import { Card } from './card.tsx';
import styles from './errors-card.module.css';
import { EstimatorMark } from './marker.tsx';

interface Column {
  readonly title: string;
  readonly explained: string;
  readonly value: (line: ErrorLine) => string;
}

/** A quantile without a value has too many users without a fix: it is infinite. Of nobody there is nothing to say. */
const metre =
  (key: Exclude<keyof ErrorLine['metrics'], 'below_1m' | 'below_0_5m'>) =>
  ({ metrics, errors }: ErrorLine): string =>
    fixed(metrics[key] ?? (errors.length > 0 ? Infinity : Number.NaN), 2);

const COLUMNS: readonly Column[] = [
  { title: 'mean', explained: 'Mean error of the users with a fix, metres', value: metre('mean_m') },
  { title: '50 %', explained: 'Median error, metres', value: metre('median_m') },
  { title: '90 %', explained: '90 % of users err by at most this, metres', value: metre('p90_m') },
  {
    title: '< 1 m',
    explained: 'Share of users that err by less than 1 m',
    value: ({ metrics, errors }) => percent(errors.length > 0 ? metrics.below_1m : Number.NaN),
  },
];

/** The card with one line per estimator. */
export function ErrorsCard(): ReactElement {
  const { store } = useLab();
  const isComparing = useLabState((state) => state.isComparing);
  const lines = useErrorLines();

  return (
    <Card title="Errors" unit="metres" note={<AxisChoice />}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              <span className={styles.hidden}>Estimator</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column.title} scope="col" title={column.explained}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.estimator.id}>
              <th scope="row" className={styles.name}>
                <span className={styles.label}>
                  <EstimatorMark id={line.estimator.id} />
                  <span className={styles.estimator}>{line.estimator.title}</span>
                </span>
              </th>
              {COLUMNS.map((column) => (
                <td key={column.title}>{column.value(line)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <button
        type="button"
        className={styles.more}
        aria-expanded={isComparing}
        onClick={() => store.setState({ isComparing: !isComparing, openStage: null })}
      >
        <ChartLine size={14} aria-hidden />
        Compare in full
      </button>
    </Card>
  );
}
