/** The coverage map on the ground: which one, what its colours mean, and how far it is. */
import { X } from 'lucide-react';
import { useId, useMemo, type ReactElement } from 'react';
import { count, fixed, percent, significant } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { CIVIDIS_GRADIENT } from '../styles/cividis.ts';
import { css } from '../styles/palette.ts';
import { COVERAGE_METRICS, coverageRange, type CoverageMetric } from './coverage-grid.ts';
import styles from './legend.module.css';
import { MAP_THEMES } from './map-theme.ts';

/** How each map is called, and the unit of its values. */
const METRICS: Readonly<Record<CoverageMetric, { readonly title: string; readonly unit: string }>> = {
  'path-loss': { title: 'path loss', unit: 'dB' },
  delay: { title: 'delay', unit: 'ns' },
  'delay-spread': { title: 'delay spread', unit: 'ns' },
  'line-of-sight': { title: 'line of sight', unit: '' },
  limit: { title: 'position error bound', unit: 'm' },
};

/** The select of the map, its scale and its progress. */
export function OverlayLegend(): ReactElement {
  const { store } = useLab();
  const overlay = useLabState((state) => state.overlay);
  const site = useLabState((state) => state.overlaySite);
  const sites = useLabState((state) => state.session?.scene.sites);
  const id = useId();
  return (
    <>
      <p className={styles.field}>
        <label htmlFor={id}>Overlay</label>
        <select
          id={id}
          className={styles.select}
          value={overlay}
          onChange={({ target }) =>
            store.setState({ overlay: COVERAGE_METRICS.find((metric) => metric === target.value) ?? 'none' })
          }
        >
          <option value="none">none</option>
          {COVERAGE_METRICS.map((metric) => (
            <option key={metric} value={metric}>
              {METRICS[metric].title}
            </option>
          ))}
        </select>
      </p>
      {overlay !== 'none' && sites && sites.length > 1 && (
        <p className={styles.field}>
          <label htmlFor={`${id}-site`}>Heard by</label>
          <select
            id={`${id}-site`}
            className={styles.select}
            value={site ?? 'best'}
            onChange={({ target }) =>
              store.setState({ overlaySite: target.value === 'best' ? null : Number(target.value) })
            }
          >
            <option value="best">{overlay === 'limit' ? 'all sites' : 'best site'}</option>
            {sites.map(({ name }, index) => (
              <option key={index} value={index}>
                {name}
              </option>
            ))}
          </select>
        </p>
      )}
      {overlay !== 'none' && <OverlayScale metric={overlay} />}
      {overlay !== 'none' && <OverlayProgress />}
    </>
  );
}

function OverlayScale({ metric }: { readonly metric: CoverageMetric }): ReactElement | null {
  const coverage = useLabState((state) => state.coverage);
  const version = useLabState((state) => state.coverageVersion);
  const site = useLabState((state) => state.overlaySite);
  const theme = useLabState((state) => state.theme);
  const range = useMemo(
    () => coverage && version > 0 && coverageRange(coverage, metric, site),
    [coverage, version, metric, site],
  );
  if (!range) return null;
  const { title, unit } = METRICS[metric];
  const digits = (value: number): string => (metric === 'limit' ? significant(value, 2) : fixed(value, 0));
  const [low, high] =
    metric === 'line-of-sight' ? ['no', 'yes'] : [`≤ ${digits(range[0])}`, `≥ ${digits(range[1])} ${unit}`];
  return (
    <>
      <p className={styles.scale} title={`Scale of the ${title}`}>
        <span>{low}</span>
        <span className={styles.ramp} style={{ background: CIVIDIS_GRADIENT }} />
        <span>{high}</span>
      </p>
      <p className={styles.entry}>
        <span className={styles.patch} style={{ background: css(MAP_THEMES[theme].wall) }} />
        {metric === 'limit' ? 'no bound' : 'no path arrives'}
      </p>
    </>
  );
}

function OverlayProgress(): ReactElement | null {
  const { store } = useLab();
  const progress = useLabState((state) => state.coverageProgress);
  if (!progress) return null;
  const { prepared, done, total } = progress;
  return (
    <p className={styles.scale}>
      <progress
        className={styles.gauge}
        aria-label="Coverage map"
        value={total > 0 ? done : prepared}
        max={total || 1}
      />
      <span>{total > 0 ? `${count(done)} of ${count(total)} places` : `preparing, ${percent(prepared)}`}</span>
      <button
        type="button"
        className={styles.cancel}
        aria-label="Cancel the coverage map"
        title="Cancel"
        onClick={() => store.setState({ overlay: 'none' })}
      >
        <X size={13} aria-hidden />
      </button>
    </p>
  );
}
