/**
 * Where tensors are computed: one backend at a time, one piece of work at a time. A graphics processor may be lost or
 * refuse work at any moment; it is then started once more, and if that does not help, a slower backend takes over. The
 * work that was interrupted is done again, so that whoever asked for it hears nothing of it but the reason.
 */
import { startBackend, type WasmPaths } from '../compute/backend.ts';
import { reasonAfterFailure, type BackendChoice } from '../compute/choice.ts';
import { toLabError, type LabError } from '../errors/lab-error.ts';
import type { BackendRequest } from './base.ts';

/** Something whose tensors lie on the device. */
export interface OnDevice {
  /** Puts them on the backend that runs now, those that lay elsewhere before included. */
  load(): Promise<void>;
}

/** See the file's head. */
export interface Device {
  /** Starts what is asked for, unless that was asked for last. */
  start(requested: BackendRequest): Promise<void>;
  /** What runs, and why. */
  view(): BackendChoice;
  /** Loads something before it is first used; other work need not wait meanwhile. */
  load(holder: OnDevice): Promise<void>;
  /**
   * Does tensor work in its turn; after a failure of the device once more, and then on the next backend. What a failing
   * device has answered is not to be trusted, so nobody gets it.
   *
   * @param holder whose tensors the work needs
   * @param work may be done several times, and throws nothing but a LabError unless the device fails
   */
  compute<T>(holder: OnDevice, work: () => Promise<T>): Promise<T>;
  /** Frees what work that was given up may still be using. */
  release(free: () => void): void;
}

/**
 * Creates the device of a worker; nothing runs until it is started.
 *
 * @param wasmPaths where the wasm binaries lie, from the bundler
 * @param onChange hears what runs instead after a failure
 */
export function createDevice(wasmPaths: WasmPaths | undefined, onChange: (view: BackendChoice) => void): Device {
  let asked: BackendRequest | null = null;
  let running: BackendChoice | null = null;
  let failure: LabError | null = null;
  // Grows with every start: what was loaded before lies on a device that is gone.
  let generation = 0;
  const loadedAt = new WeakMap<OnDevice, number>();
  let latest: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = latest.then(work);
    latest = turn.catch(() => undefined);
    return turn;
  };

  const view = (): BackendChoice => {
    if (running) return running;
    throw new Error('No backend has been started.');
  };

  const boot = (requested: BackendRequest): Promise<BackendChoice> => {
    failure = null;
    const mine = ++generation;
    return startBackend({
      requested,
      wasmPaths,
      onDeviceError: (error) => {
        if (mine === generation) failure ??= error;
      },
    });
  };

  const load = async (holder: OnDevice): Promise<void> => {
    const now = generation;
    await holder.load();
    loadedAt.set(holder, now);
  };

  const checkDevice = (): void => {
    if (failure) throw failure;
  };

  const attempt = async <T>(holder: OnDevice, work: () => Promise<T>): Promise<T> => {
    checkDevice(); // it may have failed while nobody asked for anything
    if (loadedAt.get(holder) !== generation) await load(holder);
    const result = await work();
    checkDevice();
    return result;
  };

  /** What went wrong with the device, or null where the work itself is at fault. */
  const deviceFailure = (cause: unknown): LabError | null => {
    if (failure) return failure;
    const error = toLabError(cause);
    // A lost device rejects what is read from it before it says that it is lost.
    return error !== cause && view().name === 'webgpu' ? error : null;
  };

  return {
    start: (requested) =>
      inTurn(async () => {
        if (asked === requested) return;
        running = await boot(requested);
        asked = requested;
      }),
    view,
    load,
    release: (free) => void inTurn(() => Promise.resolve(free())),
    compute: (holder, work) =>
      inTurn(async () => {
        for (let failures = 1; ; failures++) {
          try {
            return await attempt(holder, work);
          } catch (cause) {
            const error = deviceFailure(cause);
            if (!error) throw cause;
            const { name: failed } = view();
            const { name } = await boot(failures === 1 ? failed : 'wasm');
            running = { name, reason: reasonAfterFailure(name, failed, error.message) };
            onChange(running);
          }
        }
      }),
  };
}
