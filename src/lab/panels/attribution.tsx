/** Who made the world that is open, where somebody has to be named. */
import type { ReactElement } from 'react';
import { useLabState } from '../lab-context.ts';
import styles from './attribution.module.css';

/** A line at the edge of the map; nothing for a scene of the lab's own. */
export function Attribution(): ReactElement | null {
  const attribution = useLabState((state) => state.session?.scene.attribution);
  return attribution ? <p className={styles.attribution}>{attribution}</p> : null;
}
