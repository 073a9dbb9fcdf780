/** Table 3: what the networks cost, with its units put right. */
import { Fragment, type ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import { count, significant } from '../format.ts';
import { EstimatorName } from './estimator-name.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';

type Wide = NonNullable<PaperReport['complexity']['rows'][number]['at_paper_width']>;

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
            they are not, and below as wide as the paper’s
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
              {rows.map((row) => (
                <Fragment key={row.estimator}>
                  <tr>
                    <th scope="row">
                      <EstimatorName id={row.estimator} title={row.title} />
                      {!row.is_trained && <span className={styles.soft}> not trained here</span>}
                    </th>
                    <td>{millions(row.printed)}</td>
                    <td>{row.printed_epochs === null ? '–' : count(row.printed_epochs)}</td>
                    <td>
                      {millions(
                        row.printed !== null && row.printed_epochs !== null ? row.printed / row.printed_epochs : null,
                      )}
                    </td>
                    <td>{millions(row.flops)}</td>
                    <td>{count(row.parameters)}</td>
                  </tr>
                  {row.at_paper_width && <WideRows wide={row.at_paper_width} />}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <Notes notes={notes} />
    </>
  );
}

/** Ours as wide as the paper's, on its own image and on the one that the paper counts. */
function WideRows({ wide: { width, image, ...own } }: { readonly wide: Wide }): ReactElement {
  const lines = [
    { words: `ours at the paper’s width, ${count(width)}`, ...own },
    ...(image ? [{ words: `and an image of ${image.side}×${image.side} pixels`, ...image }] : []),
  ];
  return (
    <>
      {lines.map(({ words, flops, parameters }) => (
        <tr key={words} className={styles.wide}>
          <th scope="row">{words}</th>
          <td colSpan={3} />
          <td>{millions(flops)}</td>
          <td>{count(parameters)}</td>
        </tr>
      ))}
    </>
  );
}
