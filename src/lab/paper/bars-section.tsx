/** What PE-MSRN and ours are held to in a setting, whether they get there, and what was tried. */
import type { ReactElement } from 'react';
import type { PaperSetting } from '../../engine/frontend.ts';
import { withUnit } from '../format.ts';
import { EstimatorName } from './estimator-name.tsx';
import styles from './paper-panel.module.css';

type Bar = PaperSetting['bars'][number];

/** One network after the other. */
export function BarsSection({ setting: { bars, title } }: { readonly setting: PaperSetting }): ReactElement | null {
  if (bars.length === 0) return null;
  return (
    <section className={styles.section} aria-label="What was tried">
      <h3 className={styles.heading}>
        What was tried{' '}
        <span className={styles.soft}>
          {title}: PE-MSRN is held to the paper’s mean, ours to half of it; trials by the validation positions
        </span>
      </h3>
      {bars.map((bar) => (
        <BarTable key={bar.estimator} bar={bar} />
      ))}
    </section>
  );
}

function verdictOf({ bar_m: asked, mean_m: mean, in_sight_m: inSight, is_met: isMet }: Bar): string {
  if (mean === null) return 'not trained yet';
  const seen = inSight === null || isMet ? '' : ` (users in sight alone: ${withUnit(inSight, 3, 'm')})`;
  return `mean ${withUnit(mean, 3, 'm')}${seen}, ${withUnit(asked, 3, 'm')} asked: ${isMet ? 'met' : 'missed'}`;
}

function BarTable({ bar }: { readonly bar: Bar }): ReactElement {
  const { estimator, title, course, trials, is_met: isMet } = bar;
  return (
    <>
      <p className={styles.bar}>
        <EstimatorName id={estimator} title={title} /> {verdictOf(bar)}
      </p>
      {course !== '' && <p className={styles.hint}>{course}</p>}
      {trials.length > 0 && (
        <ul className={styles.notes}>
          {trials.map(({ settings, result }) => (
            <li key={settings}>
              {settings}: {result}
            </li>
          ))}
        </ul>
      )}
      {trials.length === 0 && !isMet && <p className={styles.hint}>Nothing else was tried here.</p>}
    </>
  );
}
