/** What the paper's text says of a figure whose curves it prints as a picture alone, and ours at the same SNRs. */
import type { ReactElement } from 'react';
import type { PaperQuote } from '../../engine/frontend.ts';
import { EstimatorName } from './estimator-name.tsx';
import styles from './paper-panel.module.css';
import { quotedErrors, quotedSnr } from './quotes.ts';

/** The table. */
export function QuoteTable({
  figure,
  quoted,
}: {
  readonly figure: number;
  readonly quoted: readonly PaperQuote[];
}): ReactElement {
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Figure ${figure} in the paper’s text`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">metres</th>
              <th scope="col">SNR</th>
              <th scope="col">paper</th>
              <th scope="col" title="Least and largest RMSE at these SNRs, or at all of the figure’s">
                ours
              </th>
              <th scope="col" className={styles.words}>
                in its words
              </th>
            </tr>
          </thead>
          <tbody>
            {quoted.map((quote) => (
              <tr key={`${quote.estimator} ${quote.words}`}>
                <th scope="row">
                  <EstimatorName id={quote.estimator} title={quote.title} />
                </th>
                <td>{quotedSnr(quote)}</td>
                <td>{quotedErrors(quote.least_m, quote.most_m)}</td>
                <td>{quote.ours ? quotedErrors(quote.ours.least_m, quote.ours.most_m) : 'not evaluated'}</td>
                <td className={styles.words}>“{quote.words}”</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>
        This is all that the paper says of figure {figure} in numbers: its curves are printed as a picture, and nothing
        is read off it here. Where it names no SNR, ours are the least and the largest of all.
      </p>
    </>
  );
}
