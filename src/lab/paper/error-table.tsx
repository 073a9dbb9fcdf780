/** A table of errors: the paper's in a soft line, ours below it, each of ours one press from the users behind it. */
import type { ReactElement } from 'react';
import type { PaperErrors, PaperRow, PaperSetting } from '../../engine/frontend.ts';
import { fixed, percent } from '../format.ts';
import { brushOf, ERROR_COLUMNS, isAtLeastAsGood, type ErrorColumn, type ShownUsers } from './cells.ts';
import { EstimatorName } from './estimator-name.tsx';
import styles from './paper-panel.module.css';

/** One line of a table. */
export interface ErrorTableRow {
  readonly row: PaperRow;
  /** What the paper prints here; another table may print another number for the same network. */
  readonly published: PaperErrors | null;
}

/** A number of a column as people read it. */
export function valueText(value: number | null, { unit }: ErrorColumn): string {
  if (value === null) return '–';
  return unit === '%' ? percent(value) : fixed(value, value < 10 ? 3 : 1);
}

/** @param onShow asked for by a press on a cell of ours */
export function ErrorTable({
  caption,
  setting,
  rows,
  onShow,
}: {
  readonly caption: string;
  readonly setting: PaperSetting;
  readonly rows: readonly ErrorTableRow[];
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">metres</th>
            <th scope="col" className={styles.whose}>
              <span className={styles.hidden}>whose</span>
            </th>
            {ERROR_COLUMNS.map(({ metric, title, explained }) => (
              <th key={metric} scope="col" title={explained}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map(({ row, published }) => (
          <tbody key={row.estimator}>
            {published && (
              <tr className={styles.printed}>
                <th scope="rowgroup" rowSpan={2}>
                  <EstimatorName id={row.estimator} title={row.title} />
                </th>
                <td className={styles.whose}>paper</td>
                {ERROR_COLUMNS.map((column) => (
                  <td key={column.metric}>{valueText(published[column.metric], column)}</td>
                ))}
              </tr>
            )}
            <tr>
              {!published && (
                <th scope="row">
                  <EstimatorName id={row.estimator} title={row.title} />
                </th>
              )}
              <td className={styles.whose}>ours</td>
              {row.ours ? (
                <OwnCells row={row} ours={row.ours} published={published} setting={setting} onShow={onShow} />
              ) : (
                <td className={styles.missing} colSpan={ERROR_COLUMNS.length}>
                  {row.missing}
                </td>
              )}
            </tr>
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** Numbers of ours, each one press from the users behind it. */
export function OwnCells({
  columns = ERROR_COLUMNS,
  row,
  ours,
  published,
  setting,
  onShow,
}: {
  readonly columns?: readonly ErrorColumn[];
  readonly row: PaperRow;
  readonly ours: PaperErrors;
  readonly published: PaperErrors | null;
  readonly setting: PaperSetting;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  return (
    <>
      {columns.map((column) => {
        const value = ours[column.metric];
        if (value === null) return <td key={column.metric}>–</td>;
        const isGood = isAtLeastAsGood(column, value, published?.[column.metric] ?? null);
        const brush = brushOf(column.metric, value);
        const text = valueText(value, column);
        const held = isGood ? ' At least as good as the paper’s.' : '';
        return (
          <td key={column.metric}>
            <button
              type="button"
              className={styles.cell}
              data-good={isGood || undefined}
              title={`Show on the map ${brush.words}.${held}`}
              aria-label={`${row.title}, ${column.title}: ${text}.${held} Show on the map ${brush.words}.`}
              onClick={() => onShow({ setting, row, evaluation: { protocol: 'held-out' }, brush })}
            >
              {text}
            </button>
          </td>
        );
      })}
    </>
  );
}
