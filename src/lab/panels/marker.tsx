/** An estimator's mark, and truth's: the same shape and colour as on the map. */
import type { ReactElement } from 'react';
import { shapePath } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';

/** The mark of an estimator; says nothing to a screen reader, its name stands beside it. */
export function EstimatorMark({ id, size = 11 }: { readonly id: string; readonly size?: number }): ReactElement {
  const { colour, shape } = estimatorStyle(id);
  return (
    <svg width={size} height={size} viewBox="-1.1 -1.1 2.2 2.2" aria-hidden style={{ flex: 'none' }}>
      <path d={shapePath(shape, 1)} fill={css(colour)} />
    </svg>
  );
}

/** The mark of a true user. */
export function TruthMark({ size = 11 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="-1.1 -1.1 2.2 2.2" aria-hidden style={{ flex: 'none' }}>
      <circle r={0.8} fill="var(--truth)" />
    </svg>
  );
}
