/** What came out of a training, and where it goes: onto the map, into files, or from files back onto the map. */
import { Download, FolderOpen, MapPin } from 'lucide-react';
import { useRef, type ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { count, metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { notifyError } from '../state/store.ts';
import { packModel, readModel } from './model-archive.ts';
import styles from './training-panel.module.css';
import { isUnderWay, type TrainingState } from './training-state.ts';
import { OWN } from './trainings.ts';

/** A line on the result, and three buttons. */
export function TrainingModel({ training }: { readonly training: TrainingState }): ReactElement {
  const lab = useLab();
  const input = useRef<HTMLInputElement>(null);
  const { outcome, offers } = training;
  const files = outcome?.files ?? null;
  const isUsed = useLabState((state) => state.estimators.some((id) => id === OWN));

  const save = (): void => {
    if (!files || !outcome) return;
    const blob = new Blob([packModel(files, outcome).slice()], { type: 'application/zip' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${outcome.curve.model}-${offers.dataset}.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  return (
    <section className={styles.model} aria-label="The trained network">
      <p className={styles.result}>
        <EstimatorMark id={OWN} />
        {outcome?.best
          ? `Validation mean ${metres(outcome.best.score)}, weights of step ${count(outcome.best.step)}.`
          : 'Compared as “Trained here”, in this colour.'}
      </p>
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.button}
          disabled={!files || isUnderWay(training)}
          onClick={() => void lab.trainings.compare()}
        >
          <MapPin size={14} aria-hidden />
          {isUsed ? 'Compare again' : 'Compare on the map'}
        </button>
        <button
          type="button"
          className={styles.button}
          disabled={!files}
          title="model.json, its weights and the training curve, as models/ has them"
          onClick={save}
        >
          <Download size={14} aria-hidden />
          Save as files
        </button>
        <button
          type="button"
          className={styles.button}
          title="model.json and its weights, or the archive of both"
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
    </section>
  );
}
