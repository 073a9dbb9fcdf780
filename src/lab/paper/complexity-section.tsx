/** Table 3: what the networks cost, with its units put right. */
import type { ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import { count, significant } from '../format.ts';
import { EstimatorName } from './estimator-name.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';

function millions(operations: number | null): string {
  return operations === null ? '–' : `${significant(operations / 1e6, 3)} M`;
}

/** The table as printed, per epoch, and ours counted from the layers. */
export function ComplexitySection({
  complexity: { table, rows, notes },
}: {
  readonly complexity: PaperReport['complexity'];
}): ReactElement {
  return (
    <>
      <section className={styles.section} aria-label={`Table ${table}`}>
        <h3 className={styles.heading}>
          Table {table}{' '}
          <span className={styles.soft}>
            operations; ours counted from the layers as they are trained here, or as the recipe would build them where
            they are not
          </span>
        </h3>
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Table ${table}`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">network</th>
                <th scope="col" title="Operations per training sample, as printed">
                  printed
                </th>
                <th scope="col" title="How many epochs the printed number contains">
                  epochs in it
                </th>
                <th scope="col" title="The printed number over its epochs">
                  one epoch
                </th>
                <th scope="col" title="Operations of one forward pass of one user, two per multiply–add">
                  ours, one fix
                </th>
                <th scope="col">our parameters</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(
                ({ estimator, title, is_trained: isTrained, printed, printed_epochs: epochs, flops, parameters }) => (
                  <tr key={estimator}>
                    <th scope="row">
                      <EstimatorName id={estimator} title={title} />
                      {!isTrained && <span className={styles.soft}> not trained here</span>}
                    </th>
                    <td>{millions(printed)}</td>
                    <td>{epochs === null ? '–' : count(epochs)}</td>
                    <td>{millions(printed !== null && epochs !== null ? printed / epochs : null)}</td>
                    <td>{millions(flops)}</td>
                    <td>{count(parameters)}</td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
      </section>
      <Notes notes={notes} />
    </>
  );
}
