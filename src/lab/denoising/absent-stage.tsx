/** The stage where its sampler cannot run: why, how to get it, and what finds users here without it. */
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import styles from './denoising-panel.module.css';

/** What needs no training, or comes with its own memory of the place, the best first. */
const INSTEAD: readonly string[] = ['path-wknn', 'wknn', 'toa', 'toa-aoa'];

/** The words. */
export function AbsentStage({ reason }: { readonly reason: string }): ReactElement {
  const lab = useLab();
  const { denoising } = lab;
  const sampler = useStore(denoising.store, (state) => state.sampler);
  const session = useLabState((state) => state.session);
  const dataset = session?.datasetId ?? null;
  const instead = INSTEAD.flatMap((id) => session?.estimators.filter((one) => one.id === id && !one.unavailable) ?? []);
  const isTown = session?.scene.id === 'tokyo';
  const isRearranged = useLabState((state) => state.sites !== state.ownSites);
  const show = (id: string): void => {
    lab.store.setState({ room: null });
    lab.setEstimators([id]).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
  };
  return (
    <div className={styles.absent}>
      <p className={styles.lesson}>
        Here samples would start as noise and find the selected user step by step, moved by what every site says.
      </p>
      <p className={styles.status}>{reason}</p>
      {isTown && dataset && !isRearranged && (
        <p className={styles.lesson}>
          To get the weights, train them in a terminal and build the page again:
          <code className={styles.code}>
            npm run -s wavefix -- train {dataset}/{sampler} --resume
          </code>
        </p>
      )}
      <div className={styles.line}>
        {isTown && isRearranged && (
          <button type="button" className={styles.button} onClick={() => lab.world.resetSites()}>
            Put the sites back
          </button>
        )}
        {!isTown && (
          <button
            type="button"
            className={styles.button}
            onClick={() => {
              lab.openScene('tokyo').catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
            }}
          >
            Open the town, which it is made for
          </button>
        )}
        {instead.map(({ id, title }) => (
          <button key={id} type="button" className={styles.button} onClick={() => show(id)}>
            Find users by {title}
          </button>
        ))}
      </div>
    </div>
  );
}
