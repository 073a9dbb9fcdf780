/** How far a training is, how fast it goes, and what it costs. */
import type { ReactElement } from 'react';
import { count, fixed, significant, withUnit } from '../format.ts';
import { rateText } from './rate-text.ts';
import styles from './training-panel.module.css';
import { secondsLeft, secondsPerPass, type TrainingState } from './training-state.ts';

/** The progress line and the table below it; nothing before a training. */
export function TrainingFacts({ training }: { readonly training: TrainingState }): ReactElement | null {
  const { phase, notes } = training;
  if (phase === 'idle') return <Notes notes={notes} />;
  return (
    <>
      <ProgressLine training={training} />
      <Table training={training} />
      <Notes notes={notes} />
    </>
  );
}

function ProgressLine({ training }: { readonly training: TrainingState }): ReactElement {
  const { phase, progress, begun, step } = training;
  const share = begun ? step / begun.totalSteps : progress && progress.total > 0 ? progress.done / progress.total : 0;
  return (
    <div className={styles.progress} role="status" aria-live="off">
      <span
        className={styles.gauge}
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <span className={styles.done} style={{ transform: `scaleX(${share})` }} />
      </span>
      <span className={styles.line}>
        <span>{sentence(training)}</span>
        {begun && phase === 'running' && <span className={styles.soft}>{leftWords(secondsLeft(training))}</span>}
      </span>
    </div>
  );
}

function sentence({ phase, progress, begun, step, outcome }: TrainingState): string {
  if (!begun) {
    if (!progress) return 'Starting …';
    const parts = progress.total > 1 ? `: ${count(progress.done)} of ${count(progress.total)}` : ' …';
    return `${progress.stage.charAt(0).toUpperCase()}${progress.stage.slice(1)}${parts}`;
  }
  const where = `step ${count(step)} of ${count(begun.totalSteps)}, pass ${fixed(step / begun.stepsPerPass, 1)}`;
  switch (phase) {
    case 'paused':
      return `Paused at ${where}`;
    case 'ending':
      return `Stopping at ${where}`;
    case 'done':
      return outcome?.ended === 'diverged'
        ? `Diverged at ${where}`
        : `${outcome?.ended === 'complete' ? 'Complete' : 'Stopped'}: ${where}`;
    case 'idle':
    case 'preparing':
    case 'running':
      return where.charAt(0).toUpperCase() + where.slice(1);
    default:
      return phase satisfies never;
  }
}

function leftWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 90) return `${withUnit(Math.ceil(seconds), 0, 's')} left`;
  return `${withUnit(Math.ceil(seconds / 60), 0, 'min')} left`;
}

function Table({ training }: { readonly training: TrainingState }): ReactElement | null {
  const { begun, losses, rate, stepMilliseconds, tensors, validations } = training;
  if (!begun) return null;
  const [fewest, most] = tensors;
  const best = Math.min(...validations.map(({ score }) => score));
  const rows: readonly (readonly [name: string, value: string, explained: string])[] = [
    ['loss now', significant(losses.at(-1) ?? NaN, 3), 'Training loss of the latest step, in normalised coordinates'],
    ['learning rate now', rateText(rate), 'What the schedule makes of the peak'],
    [
      'best validation mean',
      withUnit(best, 2, 'm'),
      `Mean error on ${begun.validationUsers} positions never trained on`,
    ],
    ['one step', withUnit(stepMilliseconds, 0, 'ms'), `${(begun.flopsPerStep / 1e9).toFixed(2)} GFLOP`],
    [
      'one pass',
      withUnit(secondsPerPass(training), 1, 's'),
      `${fixed(begun.stepsPerPass, 1)} steps: as many samples as there are positions`,
    ],
    ['speed', withUnit(begun.flopsPerStep / stepMilliseconds / 1e6, 1, 'GFLOP/s'), begun.reason],
    ['parameters', count(begun.parameters), 'Trainable weights'],
    ['reports to draw from', count(begun.reports), 'Complete soundings of the training positions'],
    [
      'tensors held',
      fewest === most ? count(most) : `${count(fewest)} … ${count(most)}`,
      'Between two steps; the same number always, or memory would leak',
    ],
  ];
  return (
    <>
      <table className={styles.facts}>
        <tbody>
          {rows.map(([name, value, explained]) => (
            <tr key={name} title={explained}>
              <th scope="row">{name}</th>
              <td>{value.startsWith('∞') || value.startsWith('–') ? '–' : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.hint}>{begun.reason}</p>
    </>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }): ReactElement | null {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes} role="status">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
