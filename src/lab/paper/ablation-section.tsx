/** Table 7 and figure 6: what each part of the network brings. */
import type { ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import type { ShownUsers } from './cells.ts';
import { ErrorTable } from './error-table.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';
import { SnrSection } from './snr-section.tsx';

/** The table beside ours of the same setting. */
export function AblationSection({
  report: { ablation, settings },
  onShow,
}: {
  readonly report: PaperReport;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  const setting = settings.find(({ dataset }) => dataset === ablation.dataset);
  const rows = ablation.rows.flatMap(({ estimator, published }) => {
    const row = setting?.rows.find((one) => one.estimator === estimator);
    return row ? [{ row, published }] : [];
  });
  return (
    <>
      <section className={styles.section} aria-label={`Table ${ablation.table}`}>
        <h3 className={styles.heading}>
          Table {ablation.table}{' '}
          <span className={styles.soft}>{setting?.title}: PE-MSRN whole, and without one of its parts each</span>
        </h3>
        {setting && <ErrorTable caption={`Table ${ablation.table}`} setting={setting} rows={rows} onShow={onShow} />}
        <p className={styles.hint}>
          PE-MSN has no residual connections, PE-SRN no multi-scale block, MSRN no positional encoding. A press on a
          number opens the unseen users behind it on the map.
        </p>
      </section>
      {setting && (
        <SnrSection
          setting={setting}
          figure={ablation.figure}
          rows={rows.map(({ row }) => row)}
          quoted={ablation.quoted}
          onShow={onShow}
        />
      )}
      <Notes notes={ablation.notes} />
    </>
  );
}
