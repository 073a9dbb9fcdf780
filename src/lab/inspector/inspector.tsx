/** One stage in large, beside the map: the map stays in sight, and what is pointed at here lights up there. */
import type { ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { SidePanel } from '../panels/side-panel.tsx';
import { STAGES, type StageId } from '../state/store.ts';
import { CsiView } from './csi-view.tsx';
import { EstimateView } from './estimate-view.tsx';
import { FeaturesView } from './features-view.tsx';
import styles from './inspector.module.css';
import { MeasurementView } from './measurement-view.tsx';
import { NetworkView } from '../network/network-view.tsx';
import { PathsView } from './paths-view.tsx';
import { SiteChoice } from './site-choice.tsx';
import { describeStage } from './stage-text.ts';
import { ErrorCurve } from '../denoising/error-curve.tsx';
import { useDenoisingText } from '../denoising/rail-text.ts';
import { shownLink, shownSiteName } from '../state/shown-link.ts';

/** Stages that have nothing of their own to show of a denoising. */
const EMPTY_WHILE_DENOISING: readonly StageId[] = ['features', 'network'];

function StageView({ stage, inspection }: { readonly stage: StageId; readonly inspection: Inspection }): ReactElement {
  const { measurement, features, network } = inspection;
  switch (stage) {
    case 'paths':
      return <PathsView inspection={inspection} />;
    case 'csi':
      return <CsiView csi={inspection.csi} />;
    case 'measurement':
      return measurement ? <MeasurementView view={measurement} /> : <Absent reason={shownLink(inspection).reason} />;
    case 'features':
      return features ? <FeaturesView features={features} /> : <Absent reason={shownLink(inspection).reason} />;
    case 'network':
      return network ? (
        <NetworkView user={inspection.user} network={network} />
      ) : (
        <Absent reason={shownLink(inspection).reason} />
      );
    case 'estimate':
      return <EstimateView inspection={inspection} />;
    default:
      return stage satisfies never;
  }
}

function Absent({ reason }: { readonly reason: string }): ReactElement | null {
  // The lesson above has said it all.
  if (reason === '') return null;
  return <p className={styles.absent}>{reason}</p>;
}

/** The panel of the open stage, or nothing. */
export default function Inspector(): ReactElement | null {
  const { store } = useLab();
  const stage = useLabState((state) => state.openStage);
  const inspection = useLabState((state) => state.inspection);
  const ids = useLabState((state) => state.estimators);
  const session = useLabState((state) => state.session);
  const sampled = useDenoisingText(stage);

  const close = (): void => {
    store.setState({ openStage: null, highlightedPath: null });
  };

  if (!stage) return null;
  const estimators = session?.estimators.filter(({ id }) => ids.includes(id)) ?? [];
  const said = inspection && describeStage(stage, inspection, estimators, shownSiteName(session, inspection));
  const text = said && sampled ? { ...said, ...sampled } : said;
  const step = (by: number): void => {
    const next = STAGES[STAGES.indexOf(stage) + by];
    if (next) store.setState({ openStage: next, highlightedPath: null });
  };
  return (
    <SidePanel
      label={`${text?.title ?? 'Stage'} of user ${inspection?.user ?? ''}`}
      title={text?.title}
      fact={inspection && text ? `user ${inspection.user} · ${text.line}` : ''}
      actions={
        <>
          {inspection && <SiteChoice inspection={inspection} />}
          <span className={styles.steps}>
            <button type="button" className={styles.step} disabled={stage === STAGES[0]} onClick={() => step(-1)}>
              Back
            </button>
            <button type="button" className={styles.step} disabled={stage === STAGES.at(-1)} onClick={() => step(1)}>
              Next
            </button>
          </span>
        </>
      }
      onClose={close}
    >
      <div className={styles.body} tabIndex={0} role="group" aria-label="Details">
        {text && <p className={styles.lesson}>{text.lesson}</p>}
        {/* What samples a posterior has no layers to be looked into; its steps are what it does. */}
        {sampled && stage === 'network' && <ErrorCurve />}
        {inspection && !(sampled && EMPTY_WHILE_DENOISING.includes(stage)) && (
          <StageView stage={stage} inspection={inspection} />
        )}
      </div>
    </SidePanel>
  );
}
