/**
 * The one error that a person can meet. Everything else that is thrown is a defect.
 */

/** What kind of thing went wrong; the page and the terminal choose their wording and exit status by it. */
export type LabErrorCode =
  | 'bad-argument'
  | 'bad-scene'
  | 'bad-file'
  | 'unknown-id'
  | 'too-close'
  | 'missing-weights'
  | 'no-fix'
  | 'unsupported'
  | 'cancelled'
  | 'device';

/** Says what was wrong, where (file, field, row), and what to do about it. */
export class LabError extends Error {
  override readonly name = 'LabError';

  /**
   * @param code the kind of failure
   * @param message what was wrong and where, one sentence
   * @param hint what the reader can do about it, one sentence
   */
  constructor(
    readonly code: LabErrorCode,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/**
 * The LabError inside anything that was caught: itself, or an unexpected failure wrapped with its own words.
 *
 * @param cause whatever a `catch` clause received
 */
export function toLabError(cause: unknown): LabError {
  if (cause instanceof LabError) return cause;
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    return new LabError('cancelled', 'The work was cancelled.', 'Start it again when you need it.');
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return new LabError('device', message, 'Reload the page; if it happens again, please report it with this text.');
}
