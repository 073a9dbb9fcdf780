/** One of the tables 8 to 12 with its figure. */
import { useMemo, type ReactElement } from 'react';
import type { PaperSetting } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { count, fixed, withUnit } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { BarsSection } from './bars-section.tsx';
import type { ShownUsers } from './cells.ts';
import { ErrorTable } from './error-table.tsx';
import { EstimatorName } from './estimator-name.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';
import { SightTable } from './sight-table.tsx';
import { buildSnrFigure, knownRows } from './snr-figure.ts';

/** CSS pixels. */
const CHART_HEIGHT = 230;

/** Table, figure, and what has to be known of both. */
export function SettingSection({
  setting,
  onShow,
}: {
  readonly setting: PaperSetting;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  const { title, table, figure, rows, snr_db: snr, notes, need_m: need } = setting;
  const { count: users, with_fix: found } = rows.find(({ ours }) => ours)?.ours ?? {};
  const lost = (users ?? 0) - (found ?? 0);
  return (
    <>
      <section className={styles.section} aria-label={`Table ${table}`}>
        <h3 className={styles.heading}>
          Table {table} <span className={styles.soft}>{title}: unseen positions, error in metres</span>
        </h3>
        <ErrorTable
          caption={`Table ${table}`}
          setting={setting}
          rows={rows.map((row) => ({ row, published: row.published }))}
          onShow={onShow}
        />
        <p className={styles.hint}>
          {users === undefined ? '' : `Ours: ${count(users)} unseen positions, `}each at an SNR drawn from{' '}
          {fixed(snr[0], 0)} to {withUnit(snr[1], 0, 'dB')}
          {lost > 0 && `; ${count(lost)} of them get no fix and count in no mean`}. A press on a number opens those very
          users on the map, each at its SNR and in the noise that was drawn for it. Green, bold: at least as good as the
          paper’s.
        </p>
      </section>
      <SightTable setting={setting} />
      <BarsSection setting={setting} />
      <section className={styles.section} aria-label={`Figure ${figure}`}>
        <h3 className={styles.heading}>
          Figure {figure}{' '}
          <span className={styles.soft}>
            RMSE by SNR on known grid positions, ours; dashed: the {need} m that the paper asks for
          </span>
        </h3>
        <SnrChart setting={setting} />
        <SnrTable setting={setting} onShow={onShow} />
      </section>
      <Notes notes={notes} />
    </>
  );
}

function SnrChart({ setting: { rows, need_m: need, title } }: { readonly setting: PaperSetting }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const chart = useMemo(() => buildSnrFigure(rows, need, PLOT_THEMES[theme]), [rows, need, theme]);
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

function SnrTable({
  setting,
  onShow,
}: {
  readonly setting: PaperSetting;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement | null {
  const known = knownRows(setting.rows);
  if (known.length === 0) return null;
  const [first] = known;
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Figure ${setting.figure} in numbers`}>
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
