/** The large arrays behind links, within a budget of memory: beyond it those go that were asked for longest ago. */
import type { MeasurementProducts } from '../measurement/measure.ts';

/** The large arrays behind a link. */
export interface LinkSignals extends MeasurementProducts {
  /** Noise-free channel frequency response [antennas, tones, 2]. */
  readonly channel: Float32Array;
}

/** See the file's head. */
export interface SignalStore {
  /** What is kept of a link; asking counts as use. */
  get(link: number): LinkSignals | undefined;
  /** Keeps the arrays of a link in place of older ones of its own; they stay until the next are kept, whatever the budget. */
  set(link: number, signals: LinkSignals): void;
  delete(link: number): void;
}

/**
 * An empty store.
 *
 * @param budget bytes
 */
export function createSignalStore(budget: number): SignalStore {
  // In the order of use, the one used longest ago first.
  const kept = new Map<number, LinkSignals>();
  let keptBytes = 0;

  const forget = (link: number): void => {
    const signals = kept.get(link);
    if (!signals) return;
    kept.delete(link);
    keptBytes -= byteLength(signals);
  };

  return {
    get(link) {
      const signals = kept.get(link);
      if (signals) kept.delete(link);
      if (signals) kept.set(link, signals);
      return signals;
    },
    set(link, signals) {
      forget(link);
      kept.set(link, signals);
      keptBytes += byteLength(signals);
      for (const oldest of kept.keys()) {
        if (keptBytes <= budget || oldest === link) break;
        forget(oldest);
      }
    },
    delete: forget,
  };
}

function byteLength(signals: LinkSignals): number {
  const arrays: readonly ArrayBufferView[] = Object.values(signals);
  return arrays.reduce((sum, array) => sum + array.byteLength, 0);
}
