/** The features as the network is fed them: hover or focus a cell to read its name, its raw value and its z-score. */
import { useState, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { fixed } from '../format.ts';
import { cividis } from '../styles/cividis.ts';
import { css } from '../styles/palette.ts';
import { featureImage } from './images.ts';
import { boldestFeature, featureValue } from './stage-text.ts';
import styles from './views.module.css';

/** Picture and reading. */
export function FeaturesView({ features }: { readonly features: NonNullable<Inspection['features']> }): ReactElement {
  const [pointed, setPointed] = useState<number | null>(null);
  const { values } = featureImage(features);
  const shown = pointed ?? boldestFeature(features);
  const cells = features.height * features.width;
  return (
    <>
      <div className={styles.reading} role="status">
        {shown < features.names.length ? (
          <>
            <strong>{features.names[shown]}</strong> = {featureValue(features, shown)}
            <span className={styles.note}>
              {' '}
              · {fixed(features.normalised[shown], 2)} standard deviations from the mean of training
            </span>
          </>
        ) : (
          <span className={styles.note}>This cell only fills the square; it is always 0.</span>
        )}
      </div>
      <div
        className={styles.features}
        style={{ gridTemplateColumns: `repeat(${features.width}, 1fr)` }}
        onPointerLeave={() => setPointed(null)}
      >
        {Array.from({ length: cells }, (_, index) => {
          const colour = cividis(values[index]);
          const dark = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] < 128;
          const name = features.names[index];
          return (
            <button
              key={index}
              type="button"
              className={styles.cell}
              data-lit={index === shown || undefined}
              style={{ background: css(colour), color: dark ? '#ffffff' : '#0b0d12' }}
              aria-label={
                name
                  ? `${name}: ${featureValue(features, index)}, z-score ${fixed(features.normalised[index], 2)}`
                  : 'Filling, 0'
              }
              onPointerEnter={() => setPointed(index)}
              onFocus={() => setPointed(index)}
              onBlur={() => setPointed(null)}
            >
              {name ?? ''}
            </button>
          );
        })}
      </div>
      <p className={styles.caption}>
        <span>dark: below the mean of training</span>
        <span>bright: above it, clipped at ±2.5 standard deviations</span>
      </p>
    </>
  );
}
