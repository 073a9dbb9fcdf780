/** What the dashed ellipse on the map is, and by how much it is enlarged. */
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import styles from '../map/legend.module.css';
import { percent } from '../format.ts';
import { ELLIPSE_PROBABILITY, magnificationOf } from './limit-ellipse.ts';

/** A dashed ring or line, as the limit is drawn everywhere. */
export function LimitMark({ size = 12 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden style={{ flex: 'none' }}>
      <ellipse
        cx={6}
        cy={6}
        rx={5.2}
        ry={3.6}
        fill="none"
        stroke="var(--truth)"
        strokeWidth={1.4}
        strokeDasharray="2.2 1.5"
      />
    </svg>
  );
}

/** The legend's entry, while there is an ellipse. */
export function LimitLegend(): ReactElement | null {
  const { store } = useLab();
  const limit = useLabState((state) => state.userLimit);
  const bounds = useLabState((state) => state.session?.scene.bounds);
  const isTrueSize = useLabState((state) => state.isLimitTrueSize);
  const magnification = bounds && magnificationOf(limit, bounds, isTrueSize);
  if (!magnification) return null;
  const isEnlarged = magnification > 1;
  return (
    <button
      type="button"
      className={styles.toggle}
      title={`${percent(ELLIPSE_PROBABILITY)} of the estimates of an estimator at the bound fall into the ellipse. ${
        isEnlarged
          ? `It is drawn ${magnification} times larger; press for its true size.`
          : isTrueSize
            ? 'It is drawn in its true size; press to enlarge it where it is too small to be seen.'
            : 'It is drawn in its true size.'
      }`}
      onClick={() => store.setState({ isLimitTrueSize: !isTrueSize })}
    >
      <LimitMark />
      bound, {percent(ELLIPSE_PROBABILITY)}
      <span className={styles.count}>{isEnlarged ? `${magnification}× its size` : 'true size'}</span>
    </button>
  );
}
