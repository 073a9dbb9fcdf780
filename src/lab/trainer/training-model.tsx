/** What came out of a training, and where it goes: onto the map, into files, or from files back onto the map. */
import { Download, FolderOpen, MapPin, Replace, X } from 'lucide-react';
import { useRef, type ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { notifyError } from '../state/store.ts';
import { packModel, readModel } from './model-archive.ts';
import styles from './training-panel.module.css';
import { ownWords, replacementWords } from './own-words.ts';
import { isUnderWay, type TrainingState } from './training-state.ts';
import { OWN } from './trainings.ts';

/** A line on the result, and three buttons. */
export function TrainingModel({ training }: { readonly training: TrainingState }): ReactElement {
  const lab = useLab();
  const input = useRef<HTMLInputElement>(null);
  const { offers, replacing } = training;
  const { own } = offers;
  const isBusy = isUnderWay(training);
  const titleOf = useTitles();
  const isUsed = useLabState((state) => state.estimators.some((id) => id === OWN));

  const save = (): void => {
    if (!own) return;
    const blob = new Blob([packModel(own.files).slice()], { type: 'application/zip' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${own.estimator}-${offers.dataset}.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  return (
    <section className={styles.model} aria-label="The trained network">
      <p className={styles.result}>
        <EstimatorMark id={OWN} />
        {ownWords(training, titleOf)}
      </p>
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.button}
          disabled={!own || isBusy}
          onClick={() => void lab.trainings.compare()}
        >
          <MapPin size={14} aria-hidden />
          {isUsed ? 'Compare again' : 'Compare on the map'}
        </button>
        <button
          type="button"
          className={styles.button}
          disabled={!own}
          title="model.json, its weights and the training curve, as models/ has them"
          onClick={save}
        >
          <Download size={14} aria-hidden />
          Save as files
        </button>
        <button
          type="button"
          className={styles.button}
          disabled={isBusy}
          title={
            isBusy
              ? 'Once the training has ended: its network would take the place of what is brought'
              : 'model.json and its weights, or the archive of both'
          }
          onClick={() => input.current?.click()}
        >
          <FolderOpen size={14} aria-hidden />
          Bring a model
        </button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".json,.bin,.zip"
          aria-label="Files of a model"
          onChange={({ currentTarget }) => {
            const chosen = Array.from(currentTarget.files ?? []);
            // The same file may be chosen again once it has been mended.
            currentTarget.value = '';
            readModel(chosen)
              .then((model) => lab.trainings.bring(model))
              .catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
          }}
        />
      </div>
      {replacing && own && (
        <div className={styles.replacing} role="alert">
          <span>{replacementWords(own, replacing, titleOf)}</span>
          <span className={styles.buttons}>
            <button type="button" className={styles.button} onClick={() => void lab.trainings.replace()}>
              <Replace size={14} aria-hidden />
              {replacing.by === 'training' ? 'Train and replace it' : 'Replace it'}
            </button>
            <button type="button" className={styles.button} onClick={() => lab.trainings.spare()}>
              <X size={14} aria-hidden />
              Keep it
            </button>
          </span>
        </div>
      )}
    </section>
  );
}

/** Names of kinds of networks. */
function useTitles(): (id: string) => string {
  const estimators = useLabState((state) => state.session?.estimators);
  return (id) => estimators?.find((one) => one.id === id)?.title ?? id;
}
