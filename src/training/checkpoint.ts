/** Everything that a training run needs to continue, in memory and as one file. */
import { LabError } from '../errors/lab-error.ts';
import type { ErrorMetrics } from '../evaluation/metrics.ts';

/** What a validation says of the weights. */
export interface Validation {
  /** Mean error; lower is better. */
  readonly score: number;
  /** The errors in full, where they are positions. */
  readonly metrics?: ErrorMetrics;
}

/** A validation along the way. */
export interface ValidationPoint extends Validation {
  readonly step: number;
  /** Mean training loss since the last validation. */
  readonly trainingLoss: number;
}

/**
 * The validation that liked the weights best, the earliest of equals; undefined before the first one whose score is a number.
 */
export function bestPoint(history: readonly ValidationPoint[]): ValidationPoint | undefined {
  return history
    .filter(({ score }) => Number.isFinite(score))
    .reduce<ValidationPoint | undefined>(
      (least, point) => (least && least.score <= point.score ? least : point),
      undefined,
    );
}

/** State of a run after `step` steps. */
export interface Checkpoint {
  readonly step: number;
  readonly history: readonly ValidationPoint[];
  /** All weights of the model, running statistics included. */
  readonly weights: readonly Float32Array[];
  /** Their moving average. */
  readonly average: readonly Float32Array[];
  /** That average where the validation liked it best so far; empty before the first validation with a finite score. */
  readonly best: readonly Float32Array[];
  /** First and second moments of the trainable ones. */
  readonly first: readonly Float32Array[];
  readonly second: readonly Float32Array[];
}

interface Header {
  readonly fingerprint: string;
  readonly step: number;
  readonly history: readonly ValidationPoint[];
  readonly lengths: Readonly<Record<Part, readonly number[]>>;
}

const PARTS = ['weights', 'average', 'best', 'first', 'second'] as const;
type Part = (typeof PARTS)[number];

/**
 * One file: length of the header (uint32), header (JSON, padded to four bytes), all numbers (float32).
 *
 * @param fingerprint names the run's configuration; reading asks for the same
 */
export function encodeCheckpoint(checkpoint: Checkpoint, fingerprint: string): Uint8Array {
  const lengths = Object.fromEntries(PARTS.map((part) => [part, checkpoint[part].map((values) => values.length)]));
  const { step, history } = checkpoint;
  let text = JSON.stringify({ fingerprint, step, history, lengths });
  while (new TextEncoder().encode(text).length % 4 !== 0) text += ' ';
  const header = new TextEncoder().encode(text);
  const arrays = PARTS.flatMap((part) => checkpoint[part]);
  const bytes = new Uint8Array(4 + header.length + 4 * arrays.reduce((sum, values) => sum + values.length, 0));
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = 4 + header.length;
  for (const values of arrays) {
    new Float32Array(bytes.buffer, at, values.length).set(values);
    at += 4 * values.length;
  }
  return bytes;
}

/**
 * Reads a checkpoint.
 *
 * @throws LabError 'bad-file' where it is truncated or belongs to another configuration
 */
export function decodeCheckpoint(bytes: Uint8Array, fingerprint: string): Checkpoint {
  const aligned = bytes.slice();
  const headerLength = aligned.length >= 4 ? new DataView(aligned.buffer).getUint32(0, true) : Infinity;
  if (4 + headerLength > aligned.length) throw broken();
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(aligned.subarray(4, 4 + headerLength))) as Header;
  } catch {
    throw broken();
  }
  if (header.fingerprint !== fingerprint) {
    throw new LabError(
      'bad-file',
      'The checkpoint belongs to a run with other settings or other data.',
      'Train without --resume to start afresh.',
    );
  }
  let at = 4 + headerLength;
  const read = (part: Part): Float32Array[] =>
    header.lengths[part].map((length) => {
      if (at + 4 * length > aligned.length) throw broken();
      const values = new Float32Array(aligned.buffer, at, length).slice();
      at += 4 * length;
      return values;
    });
  const weights = read('weights');
  const average = read('average');
  const best = read('best');
  const first = read('first');
  return { step: header.step, history: header.history, weights, average, best, first, second: read('second') };
}

function broken(): LabError {
  return new LabError('bad-file', 'The checkpoint is truncated.', 'Train without --resume to start afresh.');
}
