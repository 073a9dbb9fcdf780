/** Sites by hand: choose one, move it, turn it, give it another antenna, add one, take one away. */
import { MapPinPlus, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import { centreOfMap } from '../map/published-map.ts';
import { position as positionText } from '../format.ts';
import { siteBounds, type Site } from '../state/site-edits.ts';
import { AngleRow } from './angle-row.tsx';
import { EstimatorMark } from './marker.tsx';
import { NumberField } from './number-field.tsx';
import { Segments } from './segments.tsx';
import styles from './world-panel.module.css';

type Pattern = Site['panel']['pattern'];

const PATTERNS: readonly { readonly id: Pattern; readonly title: string; readonly explained: string }[] = [
  {
    id: 'iso',
    title: 'Isotropic',
    explained: 'Hears alike from all around, so that a flat panel cannot tell front from back.',
  },
  { id: 'dipole', title: 'Dipole', explained: 'Half a wavelength, upright: deaf to what comes along its axis.' },
  {
    id: 'tr38901',
    title: 'TR 38.901',
    explained: 'The sector element of 3GPP: 8 dBi ahead, 65° wide at half power, 30 dB less behind.',
  },
];

const AXES = ['x east', 'y north', 'z height'] as const;

/** Fields of the selected site. */
function SiteForm({ index, site }: { readonly index: number; readonly site: Site }): ReactElement {
  const { world } = useLab();
  const bounds = useLabState((state) => state.session?.scene.bounds);
  const isLast = useLabState((state) => state.sites.length < 2);
  const { position, orientation, panel } = site;
  const limits = bounds && siteBounds(bounds);
  const pattern = PATTERNS.find(({ id }) => id === panel.pattern);
  const move = (axis: number, value: number): void => {
    const next = position.map((old, other) => (other === axis ? value : old));
    world.changeSite(index, { position: [next[0], next[1], next[2]] });
  };
  return (
    <div className={styles.form} role="group" aria-label={site.name}>
      <div className={styles.coordinates}>
        {AXES.map((name, axis) => (
          <label key={name} className={styles.coordinate}>
            {name}
            <span className={styles.measure}>
              <NumberField
                label={`${name} of ${site.name}, metres`}
                value={position[axis]}
                decimals={2}
                minimum={limits?.minimum[axis] ?? -Infinity}
                maximum={limits?.maximum[axis] ?? Infinity}
                step={0.5}
                onCommit={(value) => move(axis, value)}
              />
              m
            </span>
          </label>
        ))}
      </div>
      <AngleRow
        label="Azimuth"
        hint="counted from east towards north"
        angle={orientation.azimuth}
        minimum={-180}
        maximum={180}
        onChange={(azimuth) => world.changeSite(index, { orientation: { ...orientation, azimuth } })}
      />
      <AngleRow
        label="Tilt"
        hint="above the horizon; a negative tilt looks down"
        angle={orientation.elevation}
        minimum={-90}
        maximum={90}
        onChange={(elevation) => world.changeSite(index, { orientation: { ...orientation, elevation } })}
      />
      <div className={styles.choice}>
        <span className={styles.term}>Antenna</span>
        <Segments
          label="Antenna pattern"
          segments={PATTERNS}
          value={panel.pattern}
          onChange={(id) => world.changeSite(index, { panel: { ...panel, pattern: id } })}
        />
        <p className={styles.explained}>
          {pattern?.explained} {panel.rows} × {panel.columns} of them, {panel.spacing} wavelengths apart.
        </p>
      </div>
      <button
        type="button"
        className={styles.button}
        disabled={isLast}
        title={isLast ? 'The last site stays.' : undefined}
        onClick={() => world.removeSite(index)}
      >
        <Trash2 size={14} aria-hidden />
        Remove {site.name}
      </button>
    </div>
  );
}

/** Asks for the place of a new site. */
function Placing(): ReactElement {
  const { store, world } = useLab();
  const bounds = useLabState((state) => state.session?.scene.bounds);
  const middle = (): void => {
    const seen = centreOfMap();
    if (!bounds) return;
    const centre = [0, 1].map((axis) => (bounds.minimum[axis] + bounds.maximum[axis]) / 2);
    world.addSite(seen?.[0] ?? centre[0], seen?.[1] ?? centre[1]);
  };
  return (
    <div className={styles.placing} role="status">
      <p>Click the place on the map. It will be as high as the first site.</p>
      <div className={styles.actions}>
        <button type="button" className={styles.button} onClick={middle}>
          In the middle of the map
        </button>
        <button type="button" className={styles.button} onClick={() => store.setState({ isPlacingSite: false })}>
          Cancel
        </button>
      </div>
    </div>
  );
}

/** Estimators that were wanted and cannot run before these sites. */
function LeftOut(): ReactElement | null {
  const session = useLabState((state) => state.session);
  const wanted = useLabState((state) => state.wantedEstimators);
  const leftOut = session?.estimators.filter(({ id, unavailable }) => unavailable !== '' && wanted.includes(id)) ?? [];
  if (leftOut.length === 0) return null;
  return (
    <ul className={styles.leftOut} aria-label="Estimators that cannot run here">
      {leftOut.map(({ id, unavailable }) => (
        <li key={id}>
          <EstimatorMark id={id} />
          <span>{unavailable}</span>
        </li>
      ))}
    </ul>
  );
}

/** The list of sites, the form of the selected one, and what can be done to all of them. */
export function SitesPanel(): ReactElement {
  const { store, world } = useLab();
  const sites = useLabState((state) => state.sites);
  const selected = useLabState((state) => state.selectedSite);
  const isPlacing = useLabState((state) => state.isPlacingSite);
  const isOwn = useLabState((state) => state.sites === state.ownSites);
  return (
    <>
      <ul className={styles.list} aria-label="Sites">
        {sites.map((site, index) => (
          <li key={site.name}>
            <button
              type="button"
              className={styles.site}
              aria-expanded={selected === index}
              onClick={() => world.select(selected === index ? null : index)}
            >
              <span className={styles.name}>{site.name}</span>
              <span className={styles.place}>{positionText(site.position)}</span>
            </button>
            {selected === index && <SiteForm index={index} site={site} />}
          </li>
        ))}
      </ul>
      {isPlacing && <Placing />}
      <div className={styles.actions}>
        <button
          type="button"
          className={styles.button}
          disabled={isPlacing || sites.length === 0}
          onClick={() => store.setState({ isPlacingSite: true })}
        >
          <MapPinPlus size={14} aria-hidden />
          Add a site
        </button>
        <button type="button" className={styles.button} disabled={isOwn} onClick={() => world.resetSites()}>
          <RotateCcw size={14} aria-hidden />
          Reset
        </button>
      </div>
      <LeftOut />
      {selected !== null && (
        <p className={styles.explained}>
          On the map: drag the site, or its handles to turn and tilt it. Keys there: arrows move it, Page Up and Page
          Down lift and lower it, Q and E turn, R and F tilt it.
        </p>
      )}
    </>
  );
}
