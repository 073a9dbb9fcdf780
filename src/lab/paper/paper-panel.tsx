/** The PE-MSRN paper beside the map: its tables and figures with ours, every number of ours leading to its users. */
import { useEffect, useState, type ReactElement } from 'react';
import type { PaperReport } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab } from '../lab-context.ts';
import { SidePanel } from '../panels/side-panel.tsx';
import { notifyError } from '../state/store.ts';
import { AblationSection } from './ablation-section.tsx';
import { showUsers, type ShownUsers } from './cells.ts';
import { ComplexitySection } from './complexity-section.tsx';
import styles from './paper-panel.module.css';
import { SettingSection } from './setting-section.tsx';
import { TrainingSection } from './training-section.tsx';

/** Parts of the paper that are no setting. */
const PARTS = [
  { id: 'ablation', title: 'Ablation' },
  { id: 'training', title: 'Training' },
  { id: 'complexity', title: 'Complexity' },
] as const;

/** Where the page lies over everything, a press on a number has to uncover the map. */
const COVERS_MAP = '(max-width: 760px)';

/** The panel. */
export default function PaperPanel(): ReactElement {
  const lab = useLab();
  const { store } = lab;
  const [report, setReport] = useState<PaperReport | null>(null);
  const [reason, setReason] = useState('');
  const [part, setPart] = useState('s3-3d');

  useEffect(() => {
    let gone = false;
    lab.readPaper().then(
      (read) => {
        if (!gone) setReport(read);
      },
      (cause: unknown) => {
        const { message, hint } = toLabError(cause);
        if (!gone) setReason(`${message} ${hint}`);
      },
    );
    return () => {
      gone = true;
    };
  }, [lab]);

  const close = (): void => store.setState({ room: null });
  const show = (shown: ShownUsers): void => {
    if (matchMedia(COVERS_MAP).matches) close();
    showUsers(lab, shown).catch((cause: unknown) => notifyError(store, toLabError(cause)));
  };
  const parts = [...(report?.settings.map(({ dataset, title }) => ({ id: dataset, title })) ?? []), ...PARTS];

  return (
    <SidePanel
      label="The PE-MSRN paper"
      title="PE-MSRN, the paper and ours"
      fact={report?.citation}
      headerClass={styles.header}
      onClose={close}
    >
      {report && (
        <nav className={styles.parts} aria-label="Parts of the paper">
          {parts.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              className={styles.part}
              aria-current={id === part ? 'true' : undefined}
              onClick={() => setPart(id)}
            >
              {title}
            </button>
          ))}
        </nav>
      )}
      <div className={styles.body} tabIndex={0} role="group" aria-label="Tables and figures">
        {report ? (
          <Part report={report} part={part} onShow={show} />
        ) : (
          <p className={styles.absent}>{reason || 'Fetching the tables …'}</p>
        )}
      </div>
    </SidePanel>
  );
}

function Part({
  report,
  part,
  onShow,
}: {
  readonly report: PaperReport;
  readonly part: string;
  readonly onShow: (shown: ShownUsers) => void;
}): ReactElement | null {
  const setting = report.settings.find(({ dataset }) => dataset === part);
  if (setting) return <SettingSection key={part} setting={setting} onShow={onShow} />;
  if (part === 'ablation') return <AblationSection report={report} onShow={onShow} />;
  if (part === 'training') {
    const { training, settings } = report;
    const trained = settings.find(({ dataset }) => dataset === training.dataset);
    return <TrainingSection training={training} setting={trained} onShow={onShow} />;
  }
  return <ComplexitySection complexity={report.complexity} />;
}
