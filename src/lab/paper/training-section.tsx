/** Figures 4 and 5 and table 6: how the networks came about. */
import { useMemo, useState, type ReactElement } from 'react';
import type { PaperReport, PaperSetting } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { count, fixed, percent } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { ERROR_COLUMNS, type ShownUsers } from './cells.ts';
import { buildDistributionFigure } from './distribution-figure.ts';
import { OwnCells, valueText } from './error-table.tsx';
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

/** Three charts and two tables. */
export function TrainingSection({
  training,
  setting,
  onShow,
}: {
  readonly training: Training;
  /** That of the trainings; its rows are what became of them. */
  readonly setting: PaperSetting | undefined;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  const { distribution } = training;
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
      <LossTable training={training} />
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
          the largest. The paper prints neither the smallest nor the median. Its text says of figure 5 that{' '}
          {percent(distribution.share)} of the validation set err by at most {fixed(distribution.error_m, 2)} m after{' '}
          {distribution.epochs} epochs; ours at the end, on the validation positions: {endsOf(training)}.
        </p>
      </section>
      <section className={styles.section} aria-label={`Table ${training.table}`}>
        <h3 className={styles.heading}>
          Table {training.table}{' '}
          <span className={styles.soft}>
            PE-MSRN by epochs, as printed; ours as they are shipped, on the unseen test positions
          </span>
        </h3>
        <EndTable training={training} setting={setting} onShow={onShow} />
        <p className={styles.hint}>
          By the text the printed rows are of the test set, and so are ours; a press on one of them opens its users on
          the map. No weights are kept of shorter trainings: the curves above are of the validation positions, whom the
          map does not have.
        </p>
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

/** What 80 % err by at most at the end of each training that was kept. */
function endsOf({ curves }: Training): string {
  return curves.flatMap(({ title, p80_m: p80 }) => (p80 === null ? [] : [`${title} ${fixed(p80, 2)} m`])).join(', ');
}

/** Figure 4 at its end, as far as the paper's text gives it. */
function LossTable({ training: { losses, curves } }: { readonly training: Training }): ReactElement {
  return (
    <section className={styles.section} aria-label="Figure 4 at its end">
      <h3 className={styles.heading}>
        Figure 4 at its end{' '}
        <span className={styles.soft}>
          the losses that the paper’s text gives; its curves are printed as a picture, and nothing is read off it here
        </span>
      </h3>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Losses at the end">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">loss</th>
              <th scope="col" title="Mean squared error, in a normalisation that the paper does not give">
                paper, training
              </th>
              <th scope="col">paper, validation</th>
              <th scope="col" title="In our normalisation, so not to be compared with the paper’s">
                ours, training
              </th>
            </tr>
          </thead>
          <tbody>
            {losses.map(({ estimator, title, training, validation }) => {
              const curve = curves.find((one) => one.estimator === estimator);
              const end = curve?.points.at(-1)?.training_loss;
              return (
                <tr key={estimator}>
                  <th scope="row">
                    <EstimatorName id={estimator} title={title} />
                  </th>
                  <td>{fixed(training, 4)}</td>
                  <td>{fixed(validation, 4)}</td>
                  <td>{curve && end !== undefined ? `${fixed(end, 4)} (mean ${curve.loss})` : 'not kept'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The columns that table 6 has not. */
const UNPRINTED = 'min_m';

function EndTable({
  training: { table, published, lengths },
  setting,
  onShow,
}: {
  readonly training: Training;
  readonly setting: PaperSetting | undefined;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  const columns = ERROR_COLUMNS.filter(({ metric }) => metric !== UNPRINTED);
  const own = lengths.flatMap((length) => {
    const row = setting?.rows.find(({ estimator }) => estimator === length.estimator);
    return row?.ours ? [{ ...length, row, ours: row.ours }] : [];
  });
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Table ${table}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">metres</th>
            {columns.map(({ metric, title, explained }) => (
              <th key={metric} scope="col" title={explained}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {published.map(({ epochs, ...errors }) => (
            <tr key={epochs} className={styles.printed}>
              <th scope="row">paper, {epochs} epochs</th>
              {columns.map((column) => (
                <td key={column.metric}>{valueText(errors[column.metric], column)}</td>
              ))}
            </tr>
          ))}
          {setting &&
            own.map(({ row, ours, passes, epochs }) => (
              <tr key={row.estimator}>
                <th scope="row" title={`${count(passes)} passes over the training positions`}>
                  <EstimatorName id={row.estimator} title={`${row.title}, ${fixed(epochs, 1)} epochs`} />
                </th>
                <OwnCells columns={columns} row={row} ours={ours} published={null} setting={setting} onShow={onShow} />
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
