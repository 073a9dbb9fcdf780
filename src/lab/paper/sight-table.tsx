/** What limits a setting: errors of the users whom the site sees, and of the others. */
import type { ReactElement } from 'react';
import type { PaperSetting } from '../../engine/frontend.ts';
import { count, fixed } from '../format.ts';
import { EstimatorName } from './estimator-name.tsx';
import styles from './paper-panel.module.css';

/** The table; nothing where it was not measured. */
export function SightTable({ setting: { sight, title } }: { readonly setting: PaperSetting }): ReactElement | null {
  if (!sight) return null;
  const text = (value: number | null): string => (value === null ? '–' : fixed(value, value < 10 ? 2 : 1));
  return (
    <section className={styles.section} aria-label="What limits it">
      <h3 className={styles.heading}>
        What limits it{' '}
        <span className={styles.soft}>{title}: the same users by what the site sees of them, metres</span>
      </h3>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Errors by sight">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                ours
              </th>
              {sight.kinds.map(({ title: kind, users }) => (
                <th key={kind} scope="colgroup" colSpan={2}>
                  {kind}: {count(users)} users
                </th>
              ))}
            </tr>
            <tr>
              {sight.kinds.flatMap(({ title: kind }) =>
                ['mean', 'median'].map((name) => (
                  <th key={`${kind} ${name}`} scope="col">
                    {name}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {sight.rows.map((row) => (
              <tr key={row.estimator}>
                <th scope="row">
                  <EstimatorName id={row.estimator} title={row.title} />
                </th>
                {row.kinds.flatMap(({ mean_m: mean, median_m: median }, kind) => [
                  <td key={`${kind} mean`}>{text(mean)}</td>,
                  <td key={`${kind} median`}>{text(median)}</td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>
        A hidden user is known by reflections alone, and its mirror image is where delay and direction point. Along the
        panel, more than 75° off its boresight, antennas half a wavelength apart hardly tell left from right. Few such
        users make the mean; the median is what the others get.
      </p>
    </section>
  );
}
