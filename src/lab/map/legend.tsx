/** What the marks on the map mean; only what is on it. */
import { useMemo, type ReactElement } from 'react';
import { LimitLegend } from '../comparison/limit-legend.tsx';
import { TRACKER } from '../../engine/frontend.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark, TruthMark } from '../panels/marker.tsx';
import { tracedKinds } from '../state/tracing-choices.ts';
import { CIVIDIS_GRADIENT, ERROR_SCALE } from '../styles/cividis.ts';
import { css, PATH_KINDS, PATH_STYLES, type PathKind } from '../styles/palette.ts';
import { gridSpacing } from './ground-grid.ts';
import styles from './legend.module.css';
import { OverlayLegend } from './overlay-legend.tsx';
import { countKinds, countShown } from './path-lines.ts';

/** Width of a swatch, pixels. */
const SWATCH = 18;

/** A piece of a path line that does these things in turn, coloured and dashed as on the map. */
export function PathSwatch({ kinds }: { readonly kinds: readonly PathKind[] }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const piece = SWATCH / kinds.length;
  return (
    <svg width={SWATCH} height={8} viewBox={`0 0 ${SWATCH} 8`} aria-hidden style={{ flex: 'none' }}>
      {kinds.map((kind, turn) => (
        <line
          key={turn}
          x1={turn * piece}
          x2={(turn + 1) * piece}
          y1={4}
          y2={4}
          stroke={css(PATH_STYLES[kind][theme])}
          strokeWidth={2}
          strokeDasharray={PATH_STYLES[kind].dash.map((length) => Math.max(1.2, 6 * length)).join(' ')}
        />
      ))}
    </svg>
  );
}

/**
 * What the paths of the selected user do: the paths that do one thing can be taken off the map, and what is looked for at all
 * be changed.
 */
function PathKinds(): ReactElement | null {
  const { store } = useLab();
  const located = useLabState((state) => state.located);
  const hidden = useLabState((state) => state.hiddenKinds);
  const tracing = useLabState((state) => state.tracing);
  const tables = useMemo(() => located?.links.map(({ paths }) => paths) ?? [], [located]);
  const counts = useMemo(() => countKinds(...tables), [tables]);
  const shown = useMemo(() => countShown(hidden, ...tables), [hidden, tables]);
  if (tables.length === 0) return null;
  const all = countShown([], ...tables);
  const traced = tracedKinds(tracing);
  // A kind that was traced a moment ago stays until the new paths are there.
  const kinds = PATH_KINDS.filter((kind) => traced.includes(kind) || counts.has(kind));
  const toggle = (kind: PathKind): void =>
    store.setState({ hiddenKinds: hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind] });
  return (
    <div role="group" aria-label="Kinds of paths">
      <p className={styles.group}>
        <span>
          Paths <span className={styles.count}>{shown === all ? all : `${shown} of ${all}`}</span>
        </span>
        <button
          type="button"
          className={styles.link}
          title="Choose what the tracer follows"
          onClick={() => store.setState({ worldPanel: 'interactions', selectedSite: null, isPlacingSite: false })}
        >
          choose …
        </button>
      </p>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className={styles.toggle}
          aria-pressed={!hidden.includes(kind)}
          title={`${hidden.includes(kind) ? 'Show' : 'Hide'} ${kind === 'line of sight' ? kind : `every path with ${kind}`}`}
          onClick={() => toggle(kind)}
        >
          <PathSwatch kinds={[kind]} />
          {kind}
          <span className={styles.count}>{counts.get(kind) ?? 0}</span>
        </button>
      ))}
      {kinds.length > 1 && (
        <p className={styles.words}>Each dot is what a path meets; from there its line has that colour.</p>
      )}
    </div>
  );
}

/** A small screen needs its map more than the words about it, until somebody asks for them. */
const startsOpen = isWiderThan(1181);

/** Beside the panel of the sites and the column of the figures there is no room for words until the page is this wide. */
const staysOpen = isWiderThan(1680);

function isWiderThan(pixels: number): boolean {
  return globalThis.matchMedia?.(`(min-width: ${pixels}px)`).matches ?? true;
}

/** The track of the selected user, while one is drawn. */
function TrackEntry(): ReactElement | null {
  const track = useLabState((state) => state.track);
  const title = useLabState((state) => state.session?.estimators.find(({ id }) => id === TRACKER)?.title);
  if (track?.kind !== 'track') return null;
  return (
    <p className={styles.entry}>
      <EstimatorMark id={TRACKER} />
      {title} track
    </p>
  );
}

/** The legend panel. */
export function Legend(): ReactElement | null {
  const session = useLabState((state) => state.session);
  const ids = useLabState((state) => state.estimators);
  const isArranging = useLabState((state) => state.worldPanel !== null);
  if (!session) return null;
  const { minimum, maximum } = session.scene.bounds;
  const spacing = gridSpacing(Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]));
  return (
    <details className={styles.legend} open={startsOpen && (staysOpen || !isArranging)}>
      <summary className={styles.summary}>Legend</summary>
      <p className={styles.entry}>
        <TruthMark />
        true position
      </p>
      {ids.map((id) => (
        <p key={id} className={styles.entry}>
          <EstimatorMark id={id} />
          {session.estimators.find((one) => one.id === id)?.title} estimate
        </p>
      ))}
      <TrackEntry />
      <p className={styles.words}>Lines join truth and estimate, coloured by the error:</p>
      <p className={styles.scale}>
        <span>≤ {ERROR_SCALE.low} m</span>
        <span className={styles.ramp} style={{ background: CIVIDIS_GRADIENT }} />
        <span>≥ {ERROR_SCALE.high} m</span>
      </p>
      <PathKinds />
      <LimitLegend />
      <p className={styles.entry}>
        <svg width={18} height={12} viewBox="0 0 18 12" aria-hidden style={{ flex: 'none' }}>
          <path d="M0.5 0v12M9 0v12M17.5 0v12M0 6h18" stroke="var(--text-faint)" fill="none" />
        </svg>
        grid {spacing} m
      </p>
      <OverlayLegend />
    </details>
  );
}
