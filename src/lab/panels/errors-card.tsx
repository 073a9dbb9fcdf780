/** The error table: four columns at a glance, all of them on demand. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useErrorLines, type ErrorLine } from '../charts/use-error-lines.ts';
import { count, fixed, percent } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import type { ErrorAxis } from '../state/fix-table.ts';
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

const GLANCE: readonly Column[] = [
  { title: 'mean', explained: 'Mean error of the users with a fix, metres', value: metre('mean_m') },
  { title: '50 %', explained: 'Median error, metres', value: metre('median_m') },
  { title: '90 %', explained: '90 % of users err by at most this, metres', value: metre('p90_m') },
  {
    title: '< 1 m',
    explained: 'Share of users that err by less than 1 m',
    value: ({ metrics, errors }) => percent(errors.length > 0 ? metrics.below_1m : Number.NaN),
  },
];

const REST: readonly Column[] = [
  { title: 'RMSE', explained: 'Root mean square error of the users with a fix, metres', value: metre('rmse_m') },
  { title: '67 %', explained: '67 % of users err by at most this, metres', value: metre('p67_m') },
  { title: '80 %', explained: '80 % of users err by at most this, metres', value: metre('p80_m') },
  { title: '95 %', explained: '95 % of users err by at most this, metres', value: metre('p95_m') },
  { title: 'max', explained: 'Largest error, metres', value: metre('max_m') },
  {
    title: 'fix',
    explained: 'Users with a fix, of those answered',
    value: ({ withFix, errors }) => `${count(withFix)}/${count(errors.length)}`,
  },
];

const AXES: readonly { readonly id: ErrorAxis; readonly title: string; readonly explained: string }[] = [
  { id: 'all', title: '3D', explained: 'Distance in space' },
  { id: 'horizontal', title: 'H', explained: 'Horizontal part of the error' },
  { id: 'vertical', title: 'V', explained: 'Vertical part of the error' },
];

/** The card with one line per estimator. */
export function ErrorsCard(): ReactElement {
  const { store } = useLab();
  const axis = useLabState((state) => state.errorAxis);
  const lines = useErrorLines();
  const [open, setOpen] = useState(false);

  const table = (columns: readonly Column[]): ReactElement => (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.name}>
            <span className={styles.hidden}>Estimator</span>
          </th>
          {columns.map((column) => (
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
            {columns.map((column) => (
              <td key={column.title}>{column.value(line)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );

  return (
    <Card
      title="Errors"
      unit="metres"
      note={
        <ToggleGroup
          className={styles.axes}
          aria-label="Part of the error"
          value={[axis]}
          onValueChange={([next]) => {
            const chosen = AXES.find((one) => one.id === next);
            if (chosen) store.setState({ errorAxis: chosen.id });
          }}
        >
          {AXES.map(({ id, title, explained }) => (
            <Toggle key={id} value={id} className={styles.axis} aria-label={explained} title={explained}>
              {title}
            </Toggle>
          ))}
        </ToggleGroup>
      }
    >
      {table(GLANCE)}
      {open && <div className={styles.rest}>{table(REST)}</div>}
      <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
        {open ? 'Fewer columns' : 'All columns'}
      </button>
    </Card>
  );
}
