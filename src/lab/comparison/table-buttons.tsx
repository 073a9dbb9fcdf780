/** Takes the table home, as a file or to the clipboard. */
import { useState, type ReactElement } from 'react';
import { useLab } from '../lab-context.ts';
import { notify } from '../state/store.ts';
import { comparisonCsv, type ComparisonRow } from './comparison-rows.ts';
import styles from './comparison-panel.module.css';

/** Copy and save. */
export function TableButtons({ rows }: { readonly rows: readonly ComparisonRow[] }): ReactElement {
  const { store } = useLab();
  const [isCopied, setCopied] = useState(false);
  const write = (): { readonly text: string; readonly name: string } => {
    const { session, snrDb, errorAxis } = store.getState();
    const scene = session?.scene.id ?? '';
    return { text: comparisonCsv(rows, { scene, snrDb, error: errorAxis }), name: `${scene}-errors.csv` };
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(write().text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1600);
    } catch {
      notify(store, 'note', 'The browser does not let this page copy.', 'Save the table as CSV instead.');
    }
  };
  const save = (): void => {
    const { text, name } = write();
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url));
  };
  return (
    <span className={styles.formats}>
      <button type="button" className={styles.format} title="Copy the table as CSV" onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      <button type="button" className={styles.format} title="Save the table as CSV" onClick={save}>
        CSV
      </button>
    </span>
  );
}
