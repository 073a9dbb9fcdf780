/** What is trained and how, and the buttons that begin, pause and end it. */
import { Pause, Play, RotateCcw, Square, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TrainingChoices } from '../../engine/frontend.ts';
import { count } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { Segments } from '../panels/segments.tsx';
import { Slider } from '../panels/slider.tsx';
import { rateText } from './rate-text.ts';
import styles from './training-panel.module.css';
import { isUnderWay, type TrainingState } from './training-state.ts';

/** Steps of the slider in a decade of the learning rate. */
const STEPS_PER_DECADE = 10;

/** The controls. */
export function TrainingControls({ training }: { readonly training: TrainingState }): ReactElement {
  const { trainings } = useLab();
  const estimators = useLabState((state) => state.session?.estimators);
  const { offers, choices } = training;
  const isBusy = isUnderWay(training);
  const network = offers.networks.find(({ standard }) => standard.estimator === choices.estimator);
  if (!network) return <></>;
  const { published, widths } = network;
  const [lowest, highest] = offers.rates.map(Math.log10);
  const numbers = (values: readonly number[]): { id: string; title: string }[] =>
    values.map((value) => ({ id: String(value), title: count(value) }));
  const choose = (changes: Partial<TrainingChoices>): void => trainings.choose(changes);

  return (
    <>
      {isBusy && (
        <p className={styles.busy}>
          <b>{estimators?.find(({ id }) => id === choices.estimator)?.title ?? choices.estimator}</b>, width{' '}
          {choices.width}, {count(choices.passes)} passes, {choices.draws} noise{' '}
          {choices.draws === 1 ? 'draw' : 'draws'}
        </p>
      )}
      <fieldset className={styles.fields} disabled={isBusy} data-busy={isBusy || undefined}>
        <legend className={styles.hidden}>What is trained</legend>
        <label className={styles.field}>
          <span className={styles.name}>Network</span>
          <select
            className={styles.select}
            title={estimators?.find(({ id }) => id === choices.estimator)?.summary}
            value={choices.estimator}
            onChange={({ currentTarget: { value } }) => {
              const next = offers.networks.find(({ standard }) => standard.estimator === value);
              if (next) choose(next.standard);
            }}
          >
            {offers.networks.map(({ standard: { estimator } }) => (
              <option key={estimator} value={estimator}>
                {estimators?.find(({ id }) => id === estimator)?.title ?? estimator}
              </option>
            ))}
          </select>
        </label>
        <div className={styles.field}>
          <span className={styles.name}>Width</span>
          <Segments
            label="Width"
            segments={numbers(widths)}
            value={String(choices.width)}
            onChange={(width) => choose({ width: Number(width) })}
          />
          <span className={styles.hint}>{widthWords(choices.width, published.width, network.standard.width)}</span>
        </div>
        <div className={styles.field}>
          <span className={styles.name}>Passes over the positions</span>
          <Segments
            label="Passes over the positions"
            segments={numbers(offers.passes)}
            value={String(choices.passes)}
            onChange={(passes) => choose({ passes: Number(passes) })}
          />
          <span className={styles.hint}>The published training has {count(published.passes)}.</span>
        </div>
        <div className={styles.field}>
          <span className={styles.name}>Noise draws of each position</span>
          <Segments
            label="Noise draws of each position"
            segments={numbers(offers.draws)}
            value={String(choices.draws)}
            onChange={(draws) => choose({ draws: Number(draws) })}
          />
          <span className={styles.hint}>
            {count(choices.draws * offers.positions)} soundings, measured once and kept in this browser; published:{' '}
            {published.draws} draws.
          </span>
        </div>
      </fieldset>
      <div className={styles.field}>
        <span className={styles.name}>
          Learning rate, peak <b className={styles.value}>{rateText(choices.learningRate)}</b>
        </span>
        <Slider
          className={styles.slider}
          label="Peak of the learning rate"
          sentence={(exponent) => rateText(10 ** exponent)}
          value={Math.log10(choices.learningRate)}
          minimum={lowest}
          maximum={highest}
          step={1 / STEPS_PER_DECADE}
          onChange={(exponent) => trainings.setRate(Number((10 ** exponent).toPrecision(2)))}
        />
        <span className={styles.hint}>
          Published: {rateText(published.learningRate)}. It may be moved while the training goes on.
        </span>
      </div>
      <Buttons training={training} />
    </>
  );
}

function widthWords(width: number, published: number, slim: number): string {
  const what = 'of the first layer';
  if (width === published) return `${width} channels ${what}, as published.`;
  if (width === slim) return `Slim: ${width} channels ${what}, half of the published ${published}.`;
  return `${width} channels ${what}; published: ${published}.`;
}

function Buttons({ training }: { readonly training: TrainingState }): ReactElement {
  const { trainings } = useLab();
  const { phase, offers } = training;
  if (isUnderWay(training)) {
    const isPaused = phase === 'paused';
    return (
      <div className={styles.buttons}>
        {(phase === 'running' || isPaused) && (
          <button
            type="button"
            className={styles.button}
            onClick={() => (isPaused ? trainings.resume() : trainings.pause())}
          >
            {isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
            {isPaused ? 'Resume' : 'Pause'}
          </button>
        )}
        <button
          type="button"
          className={styles.button}
          disabled={phase === 'ending'}
          onClick={() => trainings.stop()}
          title={
            phase === 'preparing'
              ? 'What is measured already stays in the browser'
              : 'Ends here; the weights that the validation liked best are kept'
          }
        >
          <Square size={13} aria-hidden />
          {phase === 'preparing' ? 'Cancel' : phase === 'ending' ? 'Stopping …' : 'Stop'}
        </button>
      </div>
    );
  }
  return (
    <>
      {offers.kept && (
        <div className={styles.kept} role="status">
          <span>
            A training stopped at step {count(offers.kept.step)} of {count(offers.kept.totalSteps)}; its checkpoint is
            in this browser.
          </span>
          <span className={styles.buttons}>
            <button type="button" className={styles.button} onClick={() => void trainings.goOn()}>
              <RotateCcw size={14} aria-hidden />
              Go on
            </button>
            <button type="button" className={styles.button} onClick={() => void trainings.forget()}>
              <Trash2 size={14} aria-hidden />
              Discard
            </button>
          </span>
        </div>
      )}
      <div className={styles.buttons}>
        <button type="button" className={styles.start} onClick={() => void trainings.start()}>
          <Play size={14} aria-hidden />
          {training.outcome ? 'Train again' : 'Start training'}
        </button>
      </div>
    </>
  );
}
