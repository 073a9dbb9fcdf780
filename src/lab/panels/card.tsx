/** A panel with a heading, a soft unit beside it and a soft note on its right. */
import type { ReactElement, ReactNode } from 'react';
import styles from './card.module.css';

/** What a card holds. */
export interface CardProps {
  readonly title: ReactNode;
  /** What the numbers are in, beside the title. */
  readonly unit?: string;
  readonly note?: ReactNode;
  /** True where the note counts up and should be read out politely. */
  readonly live?: boolean;
  readonly children: ReactNode;
}

/** Draws a card. */
export function Card({ title, unit, note, live = false, children }: CardProps): ReactElement {
  return (
    <section className={styles.card}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {unit && <span className={styles.unit}>{unit}</span>}
        {note !== undefined && (
          <span className={styles.note} role={live ? 'status' : undefined}>
            {note}
          </span>
        )}
      </header>
      {children}
    </section>
  );
}
