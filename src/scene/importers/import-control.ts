/** What keeps a long import from being a hang: progress, and a place where it can be stopped. */
import { LabError } from '../../errors/lab-error.ts';

/** How far an import is. */
export interface ImportProgress {
  /** What is being done, such as "Reading meshes". */
  readonly task: string;
  /** Share of this task that is done, 0 to 1. */
  readonly fraction: number;
}

/** How the caller watches and stops an import. */
export interface ImportControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * Reports progress, lets everybody else have a turn, and stops here if that was asked for.
 *
 * @param control the caller's wishes
 * @param task see `ImportProgress.task`
 * @param fraction see `ImportProgress.fraction`
 * @throws LabError `cancelled`
 */
export async function checkIn({ signal, onProgress }: ImportControl, task: string, fraction: number): Promise<void> {
  onProgress?.({ task, fraction });
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  if (signal?.aborted) {
    throw new LabError('cancelled', 'The import was cancelled.', 'What was open before is still there.');
  }
}
