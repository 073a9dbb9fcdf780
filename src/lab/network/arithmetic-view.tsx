/** How one number comes about: kernel over patch for the channels that add most, then step by step to the output. */
import type { ReactElement } from 'react';
import type { NumberView } from '../../engine/frontend.ts';
import { count, fixed, significant } from '../format.ts';
import styles from './network-view.module.css';
import { strongestTerms } from './terms.ts';

/** Channels of a patch, or terms of a row, that are told one by one. */
const SHOWN_PATCHES = 3;
const SHOWN_TERMS = 8;

/** The whole arithmetic of a number. */
export function ArithmeticView({ number }: { readonly number: NumberView }): ReactElement {
  const { height, width, channels, steps } = number;
  const isPatch = height * width > 1;
  const { strongest, others } = strongestTerms(number, isPatch ? SHOWN_PATCHES : SHOWN_TERMS);
  return (
    <section className={styles.arithmetic} aria-label="Arithmetic">
      <h3 className={styles.heading}>
        How this number comes about{' '}
        <span className={styles.soft}>
          {isPatch
            ? `${height}×${width} pixels of ${count(channels)} ${channels === 1 ? 'channel' : 'channels'}`
            : `${count(channels)} ${channels === 1 ? 'term' : 'terms'}`}
        </span>
      </h3>
      {isPatch
        ? strongest.map(({ channel, sum, inputs, weights }) => (
            <div key={channel} className={styles.products}>
              <Grid columns={width} values={inputs} words={`what channel ${channel + 1} has`} />
              <span aria-hidden>×</span>
              <Grid columns={width} values={weights} words="kernel" />
              <span aria-hidden>=</span>
              <span className={styles.sum}>{fixed(sum, 4)}</span>
              <span className={styles.soft}>channel {channel + 1}</span>
            </div>
          ))
        : strongest.map(({ channel, sum, inputs, weights }) => (
            <p key={channel} className={styles.term}>
              <span className={styles.soft}>{channels === 1 ? '' : `${channel + 1}:`}</span>
              <span>{significant(inputs[0], 4)}</span>
              <span aria-hidden>×</span>
              <span>{significant(weights[0], 4)}</span>
              <span aria-hidden>=</span>
              <span className={styles.sum}>{fixed(sum, 4)}</span>
            </p>
          ))}
      {others.count > 0 && (
        <p className={styles.soft}>
          {count(others.count)} more {isPatch ? 'channels' : 'terms'}: {fixed(others.sum, 4)}
        </p>
      )}
      <ol className={styles.chain}>
        {steps.map(({ words, value }) => (
          <li key={words}>
            <span>{words}</span>
            <span className={styles.sum}>{fixed(value, 4)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Grid({
  columns,
  values,
  words,
}: {
  readonly columns: number;
  readonly values: readonly number[];
  readonly words: string;
}): ReactElement {
  return (
    <span
      className={styles.grid}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      role="img"
      aria-label={`${words}: ${values.map((value) => fixed(value, 2)).join(', ')}`}
    >
      {values.map((value, i) => (
        <span key={i}>{fixed(value, 2)}</span>
      ))}
    </span>
  );
}
