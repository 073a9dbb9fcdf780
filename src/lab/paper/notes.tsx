/** What a reader has to know of a table, a sentence each. */
import type { ReactElement } from 'react';
import styles from './paper-panel.module.css';

/** The list. */
export function Notes({ notes }: { readonly notes: readonly string[] }): ReactElement {
  return (
    <section className={styles.section} aria-label="Notes">
      <h3 className={styles.heading}>What to know</h3>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}
