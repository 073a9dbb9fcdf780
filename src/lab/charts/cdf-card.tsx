/** The first answer to "how good": the distribution of errors, filling while the engine computes. */
import { useMemo, type ReactElement } from 'react';
import { count, metres } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { Card } from '../panels/card.tsx';
import { css, estimatorStyle } from '../styles/palette.ts';
import { PLOTLY_SYMBOLS } from '../styles/marker-shapes.ts';
import { buildCdf, decades } from './cdf.ts';
import { PLOT_THEMES, plotAxis, plotLayout } from './plot-theme.ts';
import { Plot } from './plot.tsx';
import styles from './cdf-card.module.css';
import { useErrorLines } from './use-error-lines.ts';

const NAMES = { all: 'Error', horizontal: 'Horizontal error', vertical: 'Vertical error' } as const;

/** The card with the CDF of every estimator in use. */
export function CdfCard(): ReactElement {
  const theme = useLabState((state) => state.theme);
  const axis = useLabState((state) => state.errorAxis);
  const users = useLabState((state) => state.fixes.users);
  const answered = useLabState((state) => (state.fixesVersion >= 0 ? state.fixes.answered : 0));
  const growing = useLabState((state) => state.phase === 'running');
  const lines = useErrorLines();

  const chart = useMemo(() => {
    const colours = PLOT_THEMES[theme];
    const cdfs = lines.map(({ errors }) => buildCdf(errors));
    const [low, high] = decades(cdfs);
    const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
    const data = lines.flatMap(({ estimator, metrics }, index) => {
      const { colour, shape } = estimatorStyle(estimator.id);
      const marks = [
        [metrics.median_m, 50],
        [metrics.p90_m, 90],
      ].filter(([error]) => error !== null);
      return [
        {
          type: 'scatter',
          mode: 'lines',
          name: estimator.title,
          x: cdfs[index].errors,
          y: cdfs[index].shares,
          line: { color: css(colour), width: 2.25, shape: 'hv' },
          hovertemplate: `${estimator.title}: %{y:.0f} % of users within %{x:.2f} m<extra></extra>`,
        },
        {
          type: 'scatter',
          mode: 'markers',
          x: marks.map(([error]) => error),
          y: marks.map(([, share]) => share),
          marker: {
            symbol: PLOTLY_SYMBOLS[shape],
            size: 9,
            color: css(colour),
            line: { color: colours.panel, width: 1.5 },
          },
          hovertemplate: `${estimator.title}: %{y} % at %{x:.2f} m<extra></extra>`,
        },
      ];
    });
    const layout = plotLayout(colours, {
      margin: { l: 32, r: 20, t: 6, b: 24 },
      xaxis: plotAxis(colours, '', {
        type: 'log',
        range: [low, high],
        tickvals: ticks,
        ticktext: ticks.map((tick) => `${tick} m`),
      }),
      yaxis: plotAxis(colours, '', {
        range: [0, 101.5],
        tickvals: [0, 50, 90, 100],
        ticktext: ['0', '50', '90', '100'],
      }),
    });
    return { data, layout };
  }, [lines, theme]);

  const described = lines.map(
    ({ estimator, metrics }) =>
      `${estimator.title}: median ${metres(metrics.median_m ?? Infinity)}, 90 % within ${metres(metrics.p90_m ?? Infinity)}`,
  );
  return (
    <Card
      title={`${NAMES[axis]} CDF`}
      unit="% of users"
      note={users > 0 ? `${count(answered)} of ${count(users)} users` : ''}
      live
    >
      {answered > 0 ? (
        <Plot
          data={chart.data}
          layout={chart.layout}
          label={`Distribution of errors. ${described.join('; ')}`}
          height="var(--cdf-height)"
          growing={growing}
        />
      ) : (
        <div className={styles.waiting}>The curve grows as users are found.</div>
      )}
    </Card>
  );
}
