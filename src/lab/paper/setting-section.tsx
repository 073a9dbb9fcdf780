/** One of the tables 8 to 12 with its figure. */
import type { ReactElement } from 'react';
import type { PaperSetting } from '../../engine/frontend.ts';
import { count, fixed, withUnit } from '../format.ts';
import { BarsSection } from './bars-section.tsx';
import type { ShownUsers } from './cells.ts';
import { ErrorTable } from './error-table.tsx';
import { Notes } from './notes.tsx';
import styles from './paper-panel.module.css';
import { SightTable } from './sight-table.tsx';
import { SnrSection } from './snr-section.tsx';

/** Table, figure, and what has to be known of both. */
export function SettingSection({
  setting,
  onShow,
}: {
  readonly setting: PaperSetting;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement {
  const { title, table, figure, rows, snr_db: snr, notes, quoted } = setting;
  const { count: users, with_fix: found } = rows.find(({ ours }) => ours)?.ours ?? {};
  const lost = (users ?? 0) - (found ?? 0);
  return (
    <>
      <section className={styles.section} aria-label={`Table ${table}`}>
        <h3 className={styles.heading}>
          Table {table} <span className={styles.soft}>{title}: unseen positions, error in metres</span>
        </h3>
        <ErrorTable
          caption={`Table ${table}`}
          setting={setting}
          rows={rows.map((row) => ({ row, published: row.published }))}
          onShow={onShow}
        />
        <p className={styles.hint}>
          {users === undefined ? '' : `Ours: ${count(users)} unseen positions, `}each at an SNR drawn from{' '}
          {fixed(snr[0], 0)} to {withUnit(snr[1], 0, 'dB')}
          {lost > 0 && `; ${count(lost)} of them get no fix and count in no mean`}. A press on a number opens those very
          users on the map, each at its SNR and in the noise that was drawn for it. Green, bold: at least as good as the
          paper’s.
        </p>
      </section>
      <SightTable setting={setting} />
      <BarsSection setting={setting} />
      <SnrSection setting={setting} figure={figure} rows={rows} quoted={quoted} onShow={onShow} />
      <Notes notes={notes} />
    </>
  );
}
