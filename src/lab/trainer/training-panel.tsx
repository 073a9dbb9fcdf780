/** Training beside the map: what is trained and how, how far it is, and what came out of it. */
import { useEffect, type ReactElement } from 'react';
import { count } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { SidePanel } from '../panels/side-panel.tsx';
import { TrainingCharts } from './training-charts.tsx';
import { TrainingControls } from './training-controls.tsx';
import { TrainingFacts } from './training-facts.tsx';
import { TrainingModel } from './training-model.tsx';
import styles from './training-panel.module.css';

/** The panel. */
export default function TrainingPanel(): ReactElement {
  const lab = useLab();
  const { store, trainings } = lab;
  const dataset = useLabState((state) => state.session?.datasetId);
  const isOpen = useLabState((state) => state.session !== null);
  const training = useLabState((state) => state.training);

  useEffect(() => {
    if (isOpen) void trainings.look();
  }, [trainings, dataset, isOpen]);

  const positions = training && training.offers.positions > 0 ? `, ${count(training.offers.positions)} positions` : '';
  return (
    <SidePanel
      label="Training"
      title="Train a network"
      fact={training ? `${training.offers.title}${positions}` : ''}
      onClose={() => store.setState({ room: null })}
    >
      <div className={styles.body} tabIndex={0} role="group" aria-label="Training">
        {!training && (
          <p className={styles.absent}>
            {isOpen && dataset === null
              ? 'A scene that was brought along has no training set. Open a built-in scene with one site.'
              : 'Looking for what can be trained …'}
          </p>
        )}
        {training?.offers.unavailable && <p className={styles.absent}>{training.offers.unavailable}</p>}
        {training && !training.offers.unavailable && (
          <>
            <div className={styles.columns}>
              <div className={styles.side}>
                <TrainingControls training={training} />
                <TrainingFacts training={training} />
              </div>
              <TrainingCharts training={training} />
            </div>
            <TrainingModel training={training} />
          </>
        )}
      </div>
    </SidePanel>
  );
}
