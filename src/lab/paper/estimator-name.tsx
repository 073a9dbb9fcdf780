/** How the tables of a paper name an estimator. */
import type { ReactElement } from 'react';
import { EstimatorMark } from '../panels/marker.tsx';
import styles from './paper-panel.module.css';

/** A title behind the estimator's mark; alone where it is nobody's of ours. */
export function EstimatorName({ id, title }: { readonly id: string | null; readonly title: string }): ReactElement {
  return (
    <span className={styles.name}>
      {id !== null && <EstimatorMark id={id} />}
      {title}
    </span>
  );
}
