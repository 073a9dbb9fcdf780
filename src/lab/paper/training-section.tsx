/** Figures 4 and 5 and table 6: how the networks came about. */
import { useMemo, useState, type ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { fixed, percent } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { buildDistributionFigure } from './distribution-figure.ts';
import { EstimatorName } from './estimator-name.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';
import { buildTrainingFigure, type TrainingQuantity } from './training-figure.ts';

type Training = PaperReport['training'];

const CHARTS = [
  { quantity: 'loss', figure: 'Figure 4', words: 'training loss, each network’s own' },
  {
    quantity: 'mean',
    figure: 'Table 6, drawn',
    words: 'mean error on the validation positions; circles: the paper’s PE-MSRN',
  },
] as const satisfies readonly {
  readonly quantity: TrainingQuantity;
  readonly figure: string;
  readonly words: string;
}[];

/** Whose distributions are shown first, where their trainings are kept: the paper's, then the network most like it. */
const SHOWN_FIRST = ['pe-msrn', 'pe-srn'];

/** Three charts and a table. */
export function TrainingSection({ training }: { readonly training: Training }): ReactElement {
  const ids = training.curves.map(({ estimator }) => estimator);
  const [chosen, setChosen] = useState(SHOWN_FIRST.find((id) => ids.includes(id)) ?? ids[0]);
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
      <section className={styles.section} aria-label="Figure 5">
        <h3 className={styles.heading}>
          Figure 5{' '}
          <span className={styles.soft}>
            distributions of errors by training length, fainter the earlier; dotted: the paper’s PE-MSRN
          </span>
        </h3>
        <div className={styles.keys} role="group" aria-label="Whose training">
          {training.curves.map(({ estimator, title }) => (
            <button
              key={estimator}
              type="button"
              className={styles.key}
              aria-pressed={estimator === chosen}
              onClick={() => setChosen(estimator)}
            >
              <EstimatorMark id={estimator} /> {title}
            </button>
          ))}
        </div>
        <Distributions training={training} estimator={chosen} />
        <p className={styles.hint}>
          Drawn through what is kept of each: the smallest error, the shares within 0.5 and 1 m, the median, 90 % and
          the largest. The paper prints neither the smallest nor the median.
        </p>
      </section>
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

function Distributions({
  training,
  estimator,
}: {
  readonly training: Training;
  readonly estimator: string;
}): ReactElement {
  const theme = useLabState((state) => state.theme);
  const chart = useMemo(
    () => buildDistributionFigure(training, estimator, PLOT_THEMES[theme]),
    [training, estimator, theme],
  );
  return (
    <Plot
      data={chart.data}
      layout={chart.layout}
      height={230}
      label="Figure 5: distributions of errors by training length; the table below has the numbers of the ends"
    />
  );
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
                <EstimatorName id={id} title={name} />
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
