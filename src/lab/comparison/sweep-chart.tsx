/** Errors against SNR, measured while one watches. */
import { X } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { NOT_SWEPT } from '../../engine/frontend.ts';
import { PLOT_THEMES, type PlotTheme } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { count, fineMetres, metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { SNR_SCALES } from '../state/snr.ts';
import styles from './comparison-panel.module.css';
import { FigureButtons } from './figure-buttons.tsx';
import { buildSweepFigure } from './sweep-figure.ts';
import type { Sweep } from './sweeps.ts';

/** How many users may take part. */
const CROWDS = [20, 60, 200] as const;

/** The chart with its controls. */
export function SweepChart({ height }: { readonly height: number }): ReactElement {
  const { sweeps } = useLab();
  const sweep = useLabState((state) => state.sweep);
  const kind = useLabState((state) => state.session?.snr ?? 'imposed');
  const all = useLabState((state) => state.fixes.users);
  const isReady = useLabState((state) => state.phase === 'ready');
  const [crowd, setCrowd] = useState<number>(CROWDS[1]);
  const leftOut = useLabState(({ session, estimators }) =>
    (session?.estimators ?? [])
      .flatMap(({ id, title }) =>
        estimators.includes(id) && NOT_SWEPT[id] ? `; without ${title}, ${NOT_SWEPT[id]}` : [],
      )
      .join(''),
  );
  const progress = sweep?.progress;
  return (
    <section className={styles.chart} aria-label="RMSE against SNR">
      <header className={styles.chartHeader}>
        <h3 className={styles.chartTitle}>RMSE against {SNR_SCALES[kind].label}</h3>
        {sweep && sweep.points.length > 0 && <SweepFigureButtons sweep={sweep} />}
      </header>
      {sweep ? (
        <SweepPlot sweep={sweep} height={height} />
      ) : (
        <p className={styles.invitation} style={{ height }}>
          Every estimator in use at SNRs over the slider’s whole range, beside the bound: users are sounded anew at
          each.
        </p>
      )}
      <div className={styles.controls}>
        {progress ? (
          <>
            <progress className={styles.gauge} aria-label="Sweep" value={progress.done} max={progress.total} />
            <span role="status">
              {count(progress.done)} of {count(progress.total)} soundings
            </span>
            <button type="button" className={styles.action} onClick={() => sweeps.cancel()}>
              <X size={13} aria-hidden />
              Stop
            </button>
          </>
        ) : (
          <>
            <select
              className={styles.select}
              aria-label="Users that are sounded"
              value={crowd}
              onChange={({ target }) => setCrowd(Number(target.value))}
            >
              {CROWDS.map((users) => (
                <option key={users} value={users}>
                  {Math.min(users, all || users)} users
                </option>
              ))}
            </select>
            <button
              type="button"
              className={styles.action}
              disabled={!isReady}
              onClick={() => void sweeps.start(crowd)}
            >
              {sweep ? 'Measure again' : 'Measure'}
            </button>
            {sweep && (
              <span className={styles.soft}>
                {count(sweep.users)} users, {sweep.points.length} of {sweep.snrsDb.length} SNRs; bars: 95 %{leftOut}
              </span>
            )}
          </>
        )}
      </div>
    </section>
  );
}

/** Titles of the estimators of a sweep, whether or not they are still in use. */
function useTitles({ estimators, session }: Sweep): readonly { readonly id: string; readonly title: string }[] {
  return useMemo(() => session.estimators.filter(({ id }) => estimators.includes(id)), [estimators, session]);
}

function SweepPlot({ sweep, height }: { readonly sweep: Sweep; readonly height: number }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const titles = useTitles(sweep);
  const { points, snrsDb } = sweep;
  const chart = useMemo(
    () => buildSweepFigure(points, titles, snrsDb, PLOT_THEMES[theme]),
    [points, titles, snrsDb, theme],
  );
  const last = points.at(-1);
  const described = last
    ? titles.map(({ id, title }) => `${title} ${metres(last.curves.find((one) => one.id === id)?.rmse ?? NaN)}`)
    : [];
  return (
    <Plot
      data={chart.data}
      layout={chart.layout}
      height={height}
      growing={sweep.progress !== null}
      label={
        last
          ? `Root mean square error against SNR. At ${last.snrDb} dB: ${described.join(', ')}; bound ${last.bound === null ? 'none' : fineMetres(last.bound)}`
          : 'Root mean square error against SNR; nothing is measured yet'
      }
    />
  );
}

function SweepFigureButtons({ sweep }: { readonly sweep: Sweep }): ReactElement {
  const titles = useTitles(sweep);
  const { session, points, snrsDb } = sweep;
  return (
    <FigureButtons
      name={`${session.scene.id}-rmse-snr`}
      words={{
        title: `RMSE against SNR, ${session.scene.title}, ${sweep.users} users`,
        x: `${SNR_SCALES[session.snr].label}, dB`,
        y: 'root mean square error, m',
      }}
      figure={(theme: PlotTheme) => buildSweepFigure(points, titles, snrsDb, theme)}
    />
  );
}
