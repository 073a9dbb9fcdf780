/** What the pointer is over: the user's number, its truth and every estimator's error. */
import { useEffect, useRef, type ReactElement } from 'react';
import { metres, position } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import styles from './map-tooltip.module.css';
import type { MapView } from './map-view.ts';

/** The tooltip of the hovered user. */
export function MapTooltip({ map }: { readonly map: MapView }): ReactElement | null {
  const user = useLabState((state) => state.hoveredUser);
  const truth = useLabState((state) => state.truth);
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const ids = useLabState((state) => state.estimators);
  const session = useLabState((state) => state.session);
  const box = useRef<HTMLDivElement>(null);
  void fixesVersion;

  useEffect(() => {
    if (user === null) return undefined;
    const place = (): void => {
      const at = map.project([truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]]);
      if (!at || !box.current) return;
      const { offsetWidth, offsetHeight, offsetParent } = box.current;
      const room = offsetParent?.clientWidth ?? globalThis.innerWidth;
      const x = Math.min(room - offsetWidth - 8, Math.max(8, at[0] - offsetWidth / 2));
      const above = at[1] - offsetHeight - 14;
      const y = above > 56 ? above : at[1] + 18;
      box.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    };
    place();
    return map.onFrame(place);
  }, [map, user, truth, fixesVersion]);

  if (user === null || 3 * user >= truth.length) return null;
  return (
    <div ref={box} className={styles.tooltip} role="status">
      <p className={styles.head}>
        <strong>User {user}</strong>
        <span>{position(truth.subarray(3 * user, 3 * user + 3))}</span>
      </p>
      {ids.map((id) => {
        const error = fixes.errors.get(id)?.[user] ?? Number.NaN;
        return (
          <p key={id} className={styles.line}>
            <EstimatorMark id={id} size={10} />
            <span>{session?.estimators.find((one) => one.id === id)?.title}</span>
            <strong>{Number.isNaN(error) ? (fixes.isAnswered[user] ? 'no fix' : '…') : metres(error)}</strong>
          </p>
        );
      })}
    </div>
  );
}
