/** One of the figures 6 to 11: errors by SNR on known positions, ours, and what the paper's text says of its own. */
import { useMemo, type ReactElement } from 'react';
import type { PaperQuote, PaperRow, PaperSetting } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { count, fixed, withUnit } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import type { ShownUsers } from './cells.ts';
import { EstimatorName } from './estimator-name.tsx';
import styles from './paper-panel.module.css';
import { QuoteTable } from './quote-table.tsx';
import { buildSnrFigure, knownRows } from './snr-figure.ts';

/** CSS pixels. */
const CHART_HEIGHT = 230;

/** What a figure is drawn of. */
interface FigureParts {
  readonly setting: PaperSetting;
  readonly figure: number;
  readonly rows: readonly PaperRow[];
  readonly quoted: readonly PaperQuote[];
  readonly onShow: (shown: ShownUsers) => void;
}

/** Chart, numbers, and the paper's words. */
export function SnrSection(parts: FigureParts): ReactElement {
  const { setting, figure, quoted } = parts;
  return (
    <section className={styles.section} aria-label={`Figure ${figure}`}>
      <h3 className={styles.heading}>
        Figure {figure}{' '}
        <span className={styles.soft}>
          RMSE by SNR on known grid positions, ours; circles: lengths that the paper’s text gives; dashed: the{' '}
          {setting.need_m} m that the paper asks for
        </span>
      </h3>
      <SnrChart {...parts} />
      <SnrTable {...parts} />
      <QuoteTable figure={figure} quoted={quoted} />
    </section>
  );
}

function SnrChart({ setting: { need_m: need, title }, rows, quoted }: FigureParts): ReactElement {
  const theme = useLabState((state) => state.theme);
  const chart = useMemo(() => buildSnrFigure(rows, need, quoted, PLOT_THEMES[theme]), [rows, need, quoted, theme]);
  if (knownRows(rows).length === 0) return <p className={styles.absent}>Nothing has been evaluated on the grid yet.</p>;
  return (
    <Plot
      data={chart.data}
      layout={chart.layout}
      height={CHART_HEIGHT}
      label={`Root mean square error by SNR on known positions, ${title}; the table below has the numbers`}
    />
  );
}

function SnrTable({ setting, figure, rows, onShow }: FigureParts): ReactElement | null {
  const known = knownRows(rows);
  if (known.length === 0) return null;
  const [first] = known;
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Figure ${figure} in numbers`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">RMSE, metres</th>
              {first.grid.map(({ snr_db }) => (
                <th key={snr_db} scope="col">
                  {withUnit(snr_db, 0, 'dB')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {known.map((row) => (
              <tr key={row.estimator}>
                <th scope="row">
                  <EstimatorName id={row.estimator} title={row.title} />
                </th>
                {row.grid.map(({ snr_db: snrDb, rmse_m: rmse }) => (
                  <td key={snrDb}>
                    <button
                      type="button"
                      className={styles.cell}
                      aria-label={`${row.title}, RMSE at ${snrDb} dB: ${rmse === null ? 'none' : `${fixed(rmse, 2)} m`}. Show these users.`}
                      title={`Show on the map the known positions behind it, at ${snrDb} dB`}
                      onClick={() => onShow({ setting, row, evaluation: { protocol: 'grid', snrDb }, brush: null })}
                    >
                      {rmse === null ? '–' : fixed(rmse, rmse < 10 ? 2 : 1)}
                    </button>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>
        {count(first.grid[0].count)} soundings at each SNR, spread over the training grid: how noise moves a fix that
        training has seen. A press on a number opens those very soundings on the map: the same points, SNR and noise.
      </p>
    </>
  );
}
