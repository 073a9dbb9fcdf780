/** Estimators held against each other and against what is possible: curves, errors against SNR, and every metric. */
import { useState, type ReactElement } from 'react';
import { GAIN_KNOWLEDGE } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { CdfChart, useCdfCurves } from '../charts/cdf-chart.tsx';
import { count } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { NumberField } from '../panels/number-field.tsx';
import { AxisChoice } from '../panels/axis-choice.tsx';
import { SidePanel } from '../panels/side-panel.tsx';
import { snrSentence } from '../state/snr.ts';
import { notifyError } from '../state/store.ts';
import { MAXIMUM_USERS } from '../state/url-codec.ts';
import styles from './comparison-panel.module.css';
import type { RowOrder } from './comparison-rows.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { FigureButtons } from './figure-buttons.tsx';
import { RangeChip } from './range-chip.tsx';
import { RangeFields } from './range-fields.tsx';
import { SweepChart } from './sweep-chart.tsx';
import { TargetsTable } from './targets-table.tsx';
import { TableButtons } from './table-buttons.tsx';
import { useComparisonRows } from './use-comparison-rows.ts';

/** CSS pixels. */
const CHART_HEIGHT = 208;

/** The panel. */
export default function ComparisonPanel(): ReactElement {
  const { store } = useLab();
  const users = useLabState((state) => state.fixes.users);
  const answered = useLabState((state) => (state.fixesVersion >= 0 ? state.fixes.answered : 0));
  const session = useLabState((state) => state.session);
  const snrDb = useLabState((state) => state.snrDb);
  const { rows, limit } = useComparisonRows();
  const [order, setOrder] = useState<RowOrder | null>(null);
  const close = (): void => store.setState({ isComparing: false });

  return (
    <SidePanel
      label="Comparison of estimators"
      title="Comparison"
      fact={session ? `${count(answered)} of ${count(users)} users · ${snrSentence(session.snr, snrDb)}` : ''}
      headerClass={styles.header}
      actions={
        <>
          <UserCount />
          <GainsChoice />
          <AxisChoice />
        </>
      }
      onClose={close}
      onEscape={() => {
        // The range first: it is the smaller thing.
        if (store.getState().errorRange) store.setState({ errorRange: null });
        else close();
      }}
    >
      <div className={styles.body}>
        <div className={styles.charts}>
          <section className={styles.chart} aria-label="Error CDF">
            <header className={styles.chartHeader}>
              <h3 className={styles.chartTitle}>Error CDF</h3>
              <span className={styles.soft}>% of users</span>
              <CdfFigureButtons />
            </header>
            <CdfChart height={CHART_HEIGHT} />
            <div className={styles.controls}>
              <RangeFields />
              <RangeChip />
            </div>
          </section>
          <SweepChart height={CHART_HEIGHT} />
        </div>
        <section className={styles.chart} aria-label="Metrics">
          <header className={styles.chartHeader}>
            <h3 className={styles.chartTitle}>Metrics</h3>
            <span className={styles.soft}>below each its 95 % interval</span>
            <TableButtons rows={limit ? [...rows, limit] : rows} />
          </header>
          <ComparisonTable rows={rows} limit={limit} order={order} onOrder={setOrder} />
        </section>
        <section className={styles.chart} aria-label="Targets of 3GPP">
          <header className={styles.chartHeader}>
            <h3 className={styles.chartTitle}>3GPP targets</h3>
            <span className={styles.soft}>share of all users, those without a fix outside</span>
          </header>
          <TargetsTable />
        </section>
      </div>
    </SidePanel>
  );
}

/** How many users are found: more of them make the curves' ends and the intervals surer. */
function UserCount(): ReactElement | null {
  const lab = useLab();
  const session = useLabState((state) => state.session);
  const users = useLabState((state) => state.fixes.users);
  if (!session || session.datasetId === null) return null;
  const choose = (wanted: number): void => {
    lab.setUserCount(Math.round(wanted)).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
  };
  return (
    <label className={styles.choice} title="How many users are found, as far as the scene has so many">
      Users
      <NumberField
        label="Number of users"
        value={users}
        decimals={0}
        minimum={1}
        maximum={MAXIMUM_USERS}
        step={100}
        onCommit={choose}
      />
    </label>
  );
}

function GainsChoice(): ReactElement {
  const { store } = useLab();
  const gains = useLabState((state) => state.gains);
  const chosen = GAIN_KNOWLEDGE.find(({ id }) => id === gains);
  return (
    <label className={styles.choice} title={`What the bound supposes. ${chosen?.sentence ?? ''}`}>
      Bound
      <select
        className={styles.select}
        value={gains}
        onChange={({ target }) => {
          const next = GAIN_KNOWLEDGE.find(({ id }) => id === target.value);
          if (next) store.setState({ gains: next.id });
        }}
      >
        {GAIN_KNOWLEDGE.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function CdfFigureButtons(): ReactElement {
  const { figure } = useCdfCurves();
  const session = useLabState((state) => state.session);
  return (
    <FigureButtons
      name={`${session?.scene.id ?? 'scene'}-error-cdf`}
      words={{ title: `Error CDF, ${session?.scene.title ?? ''}`, x: 'position error, m', y: '% of users' }}
      figure={figure}
    />
  );
}
