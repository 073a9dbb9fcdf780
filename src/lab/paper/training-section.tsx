/** Figures 4 and 5 and table 6: how the networks came about. */
import { useMemo, type ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { fixed, percent } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';
import { buildTrainingFigure, type TrainingQuantity } from './training-figure.ts';

type Training = PaperReport['training'];

const CHARTS = [
  { quantity: 'loss', figure: 'Figure 4', words: 'training loss, each network’s own' },
  {
    quantity: 'mean',
    figure: 'Figure 5',
    words: 'mean error on the validation positions; circles: the paper’s PE-MSRN',
  },
] as const satisfies readonly {
  readonly quantity: TrainingQuantity;
  readonly figure: string;
  readonly words: string;
}[];

/** Two charts and a table. */
export function TrainingSection({ training }: { readonly training: Training }): ReactElement {
  return (
    <>
      <div className={styles.pair}>
        {CHARTS.map(({ quantity, figure, words }) => (
          <section key={quantity} className={styles.section} aria-label={figure}>
            <h3 className={styles.heading}>
              {figure} <span className={styles.soft}>{words}</span>
            </h3>
            <Chart training={training} quantity={quantity} label={`${figure}: ${words}`} />
          </section>
        ))}
      </div>
      <p className={styles.hint}>
        {training.curves.map(({ estimator, title }) => (
          <span key={estimator} className={styles.key}>
            <EstimatorMark id={estimator} /> {title}
          </span>
        ))}
      </p>
      <section className={styles.section} aria-label={`Table ${training.table}`}>
        <h3 className={styles.heading}>
          Table {training.table}{' '}
          <span className={styles.soft}>PE-MSRN by epochs, as printed; ours at the end of each training</span>
        </h3>
        <EndTable training={training} />
      </section>
      <Notes notes={training.notes} />
    </>
  );
}

function Chart({
  training,
  quantity,
  label,
}: {
  readonly training: Training;
  readonly quantity: TrainingQuantity;
  readonly label: string;
}): ReactElement {
  const theme = useLabState((state) => state.theme);
  const chart = useMemo(() => buildTrainingFigure(training, quantity, PLOT_THEMES[theme]), [training, quantity, theme]);
  return <Plot data={chart.data} layout={chart.layout} height={220} label={label} />;
}

function EndTable({ training }: { readonly training: Training }): ReactElement {
  const printed = training.published.map(({ epochs, ...errors }) => ({
    key: `paper-${epochs}`,
    name: `paper, ${epochs} epochs`,
    id: null,
    errors,
  }));
  const own = training.curves.flatMap(({ estimator, title, points }) => {
    const last = points.at(-1);
    return last
      ? [{ key: estimator, name: `${title}, ${last.passes} passes`, id: estimator, errors: last.validation }]
      : [];
  });
  const text = (value: number | null): string => (value === null ? '–' : fixed(value, 3));
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Table ${training.table}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">metres</th>
            {['mean', '90 %', 'max', '< 1 m', '< 0.5 m'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...printed, ...own].map(({ key, name, id, errors }) => (
            <tr key={key} className={id === null ? styles.printed : undefined}>
              <th scope="row">
                <span className={styles.name}>
                  {id !== null && <EstimatorMark id={id} />}
                  {name}
                </span>
              </th>
              <td>{text(errors.mean_m)}</td>
              <td>{text(errors.p90_m)}</td>
              <td>{text(errors.max_m)}</td>
              <td>{share(errors.below_1m)}</td>
              <td>{share(errors.below_0_5m)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
