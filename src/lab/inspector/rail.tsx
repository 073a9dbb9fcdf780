/** The spine on the page: the six stages of the selected user's fix, each alive, each opening in large. */
import { ChevronRight } from 'lucide-react';
import { memo, useDeferredValue, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { useDenoisingText } from '../denoising/rail-text.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { shownSiteName } from '../state/shown-link.ts';
import { STAGES, type StageId } from '../state/store.ts';
import styles from './rail.module.css';
import { describeStage, STAGE_TITLES } from './stage-text.ts';
import { Thumbnail } from './thumbnail.tsx';

const StageCard = memo(function StageCard({
  stage,
  index,
  inspection,
}: {
  readonly stage: StageId;
  readonly index: number;
  readonly inspection: Inspection | null;
}): ReactElement {
  const { store } = useLab();
  const open = useLabState((state) => state.openStage === stage);
  const explore = useLabState((state) => state.mode === 'explore');
  const ids = useLabState((state) => state.estimators);
  const session = useLabState((state) => state.session);
  const estimators = session?.estimators.filter(({ id }) => ids.includes(id)) ?? [];
  const said = inspection ? describeStage(stage, inspection, estimators, shownSiteName(session, inspection)) : null;
  const sampled = useDenoisingText(stage);
  const text = said && sampled ? { ...said, ...sampled } : said;
  return (
    <li className={styles.stage} data-open={open || undefined}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        // Still to be reached by the keyboard, which could not scroll the rail without it.
        aria-disabled={!inspection || undefined}
        onClick={() => {
          if (inspection) store.setState({ openStage: open ? null : stage });
        }}
      >
        <span className={styles.header}>
          {explore && (
            <span className={styles.number} aria-hidden>
              {index + 1}
            </span>
          )}
          <span className={styles.title}>{STAGE_TITLES[stage]}</span>
          <span className={styles.fact}>{text?.fact}</span>
        </span>
        <span className={styles.picture}>
          {inspection ? <Thumbnail stage={stage} inspection={inspection} /> : <span className={styles.skeleton} />}
        </span>
        {explore ? (
          <span className={styles.lesson}>{text?.lesson}</span>
        ) : (
          <span className={styles.line} title={text?.line}>
            {text?.line}
          </span>
        )}
      </button>
      {index > 0 && <ChevronRight className={styles.arrow} size={16} aria-hidden />}
    </li>
  );
});

/** The rail. */
export function Rail(): ReactElement {
  // While a user is dragged the pointer goes first, and the pictures follow when the page has a moment.
  const inspection = useDeferredValue(useLabState((state) => state.inspection));
  const nobody = useLabState((state) => state.selectedUser === null);
  const explore = useLabState((state) => state.mode === 'explore');
  return (
    <nav
      className={styles.rail}
      data-lab-panel="rail"
      data-explore={explore || undefined}
      aria-label="Stages of the selected user’s fix"
    >
      <ol className={styles.list}>
        {STAGES.map((stage, index) => (
          <StageCard key={stage} stage={stage} index={index} inspection={inspection} />
        ))}
      </ol>
      {nobody && <p className={styles.nobody}>Click a user on the map to see the six stages of its fix.</p>}
    </nav>
  );
}
