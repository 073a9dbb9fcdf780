/** Values in rows under headings: what most stages have to say in numbers. */
import type { ReactElement, ReactNode } from 'react';
import styles from './views.module.css';

/** One row. */
export interface ValueRow {
  readonly key: string;
  readonly head: ReactNode;
  /** One a column; where there are fewer, the last one reaches to the end. */
  readonly cells: readonly ReactNode[];
}

/**
 * Draws the table.
 *
 * @param corner what the heads of the rows are
 * @param columns headings of the cells
 */
export function ValueTable({
  corner,
  columns,
  rows,
}: {
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly ValueRow[];
}): ReactElement {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {[corner, ...columns].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, head, cells }) => (
          <tr key={key}>
            <th scope="row">{head}</th>
            {cells.map((cell, column) => (
              <td key={column} colSpan={column === cells.length - 1 ? columns.length - column : 1}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
