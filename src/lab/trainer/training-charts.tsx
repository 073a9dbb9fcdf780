/** A training while it goes: loss, validation, and the distribution of the validation's errors. */
import { useMemo, type ReactElement } from 'react';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { useLabState } from '../lab-context.ts';
import { buildErrorsFigure, buildLossFigure, buildMeanFigure } from './training-figures.ts';
import styles from './training-panel.module.css';
import type { TrainingState } from './training-state.ts';

/** CSS pixels. */
const HEIGHT = 176;

/** Three charts: the loss above, what the validation says below. */
export function TrainingCharts({ training }: { readonly training: TrainingState }): ReactElement {
  const theme = PLOT_THEMES[useLabState((state) => state.theme)];
  const { begun, losses, firstStep, validations, errors, phase } = training;
  const loss = useMemo(() => buildLossFigure({ losses, firstStep, begun }, theme), [losses, firstStep, begun, theme]);
  const mean = useMemo(() => buildMeanFigure(validations, { begun }, theme), [validations, begun, theme]);
  const cdf = useMemo(() => buildErrorsFigure(errors, theme), [errors, theme]);
  const last = errors.at(-1);
  const users = begun ? `${begun.validationUsers} unseen positions` : 'unseen positions';
  const charts = [
    { title: 'Training loss', words: lossWords(begun?.loss), figure: loss, isEmpty: losses.length === 0 },
    { title: 'Validation mean', words: users, figure: mean, isEmpty: validations.length === 0 },
    {
      title: 'Validation CDF',
      words: last ? `% of users at step ${last.step}` : '% of users',
      figure: cdf,
      isEmpty: errors.length === 0,
    },
  ];
  return (
    <div className={styles.charts}>
      {charts.map(({ title, words, figure, isEmpty }) => (
        <section key={title} className={styles.chart} aria-label={title}>
          <h3 className={styles.heading}>
            {title} <span className={styles.soft}>{words}</span>
          </h3>
          {isEmpty ? (
            <div className={styles.empty} style={{ height: HEIGHT }}>
              {phase === 'idle' ? 'Start a training to see it here.' : 'Nothing yet.'}
            </div>
          ) : (
            <Plot
              data={figure.data}
              layout={figure.layout}
              height={HEIGHT}
              label={`${title}, ${words}`}
              growing={phase === 'running'}
            />
          )}
        </section>
      ))}
    </div>
  );
}

function lossWords(loss: string | undefined): string {
  if (loss === 'distance') return 'mean distance, of half the region’s length';
  if (loss === 'mse') return 'mean squared error, normalised coordinates';
  return 'each step; light: the range of neighbours';
}
