/** Opening what somebody brings, from wherever on the page it comes. */
import { toLabError } from '../../errors/lab-error.ts';
import type { BroughtFiles } from '../state/brought-files.ts';
import type { Lab } from '../state/lab.ts';
import { notifyError } from '../state/store.ts';

/**
 * Opens files; what goes wrong is told, and what was open stays open.
 *
 * @param read gives the files, and may fail itself
 */
export async function bringFiles(lab: Lab, read: () => BroughtFiles | Promise<BroughtFiles>): Promise<void> {
  try {
    await lab.openFiles(await read());
  } catch (cause) {
    notifyError(lab.store, toLabError(cause));
  }
}
