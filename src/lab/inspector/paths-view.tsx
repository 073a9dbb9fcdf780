/** Every ray path of the selected user, in a chart and in a table; pointing at one lights it up on the map. */
import type { ReactElement } from 'react';
import { dopplerShifts, INTERACTION_CODE, PATH_END, type Inspection, type LinkView } from '../../engine/frontend.ts';
import { fixed, toDecibels, toDegrees, withUnit } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { PathSwatch } from '../map/legend.tsx';
import { kindsOfPath, pathGain } from '../map/path-lines.ts';
import { velocityOnRoute } from '../playback/route-position.ts';
import { shownLink } from '../state/shown-link.ts';
import { PathStems } from './path-stems.tsx';
import styles from './views.module.css';

const WORDS = Object.fromEntries(Object.entries(INTERACTION_CODE).map(([word, code]) => [code, word]));

/** What a path does, in words, such as "reflection × 2". */
function interactionsOf(paths: LinkView['paths'], path: number): string {
  const counts = new Map<string, number>();
  for (let v = paths.vertexOffsets[path]; v < paths.vertexOffsets[path + 1]; v++) {
    const code = paths.interactions[v];
    if (code !== PATH_END) counts.set(WORDS[code], (counts.get(WORDS[code]) ?? 0) + 1);
  }
  return counts.size === 0
    ? 'line of sight'
    : [...counts].map(([word, times]) => (times > 1 ? `${word} × ${times}` : word)).join(', ');
}

/** How fast the user of an inspection moves along its route, metres per second [x, y, z]; null for one that stands. */
function useVelocity({ user, position }: Inspection): ReturnType<typeof velocityOnRoute> {
  const { player } = useLab();
  const routes = useLabState((state) => state.session?.routes ?? null);
  const route = routes?.routeOfUser[user] ?? -1;
  if (!routes || route < 0) return null;
  const played = player.store.getState();
  const start = routes.times[routes.offsets[route]];
  const seconds = played.user === user ? start + played.seconds : routes.timeOfUser[user];
  return velocityOnRoute(routes, route, position, seconds);
}

/** Chart and table. */
export function PathsView({ inspection }: { readonly inspection: Inspection }): ReactElement {
  const { store } = useLab();
  const { paths } = shownLink(inspection);
  const carrierFrequency = useLabState((state) => state.session?.scene.radio.carrierFrequency ?? 0);
  const velocity = useVelocity(inspection);
  const shifts = velocity && dopplerShifts(paths, velocity, carrierFrequency);
  const highlighted = useLabState((state) => state.highlightedPath);
  const light = (path: number | null): void => store.setState({ highlightedPath: path });
  return (
    <>
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          Gain against delay <span className={styles.note}>element patterns and wavelength included</span>
        </h3>
        <PathStems paths={paths} width={560} height={230} axes />
      </div>
      {velocity && (
        <p className={styles.note}>
          The user moves at {withUnit(Math.hypot(...velocity), 1, 'm/s')} along its route: paths that get shorter arrive
          higher in frequency, by the Doppler shift below.
        </p>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">path</th>
              <th scope="col">
                delay
                <br />
                ns
              </th>
              <th scope="col">
                gain
                <br />
                dB
              </th>
              <th scope="col">
                at site
                <br />
                az, el °
              </th>
              <th scope="col">
                at user
                <br />
                az, el °
              </th>
              {velocity && (
                <th scope="col" title={`The user moves at ${withUnit(Math.hypot(...velocity), 1, 'm/s')}`}>
                  Doppler
                  <br />
                  Hz
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: paths.count }, (_, path) => (
              <tr
                key={path}
                className={`${styles.pointable} ${highlighted === path ? styles.lit : ''}`}
                onPointerEnter={() => light(path)}
                onPointerLeave={() => light(null)}
              >
                <th scope="row">
                  <button
                    type="button"
                    className={styles.rowButton}
                    onFocus={() => light(path)}
                    onBlur={() => light(null)}
                    onClick={() => light(path)}
                  >
                    <PathSwatch kinds={kindsOfPath(paths, path)} />
                    {interactionsOf(paths, path)}
                  </button>
                </th>
                <td>{fixed(paths.delays[path] * 1e9, 2)}</td>
                <td>{fixed(toDecibels(pathGain(paths, path)), 1)}</td>
                <td>
                  {fixed(toDegrees(paths.departureAzimuths[path]), 1)},{' '}
                  {fixed(toDegrees(paths.departureElevations[path]), 1)}
                </td>
                <td>
                  {fixed(toDegrees(paths.arrivalAzimuths[path]), 1)},{' '}
                  {fixed(toDegrees(paths.arrivalElevations[path]), 1)}
                </td>
                {shifts && <td>{fixed(shifts[path], 1)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
