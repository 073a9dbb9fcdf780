/** What an import gives back: the scene, and an honest account of how it came about. */
import type { Scene } from '../scene.ts';
import type { GeographicPosition } from './local-projection.ts';

/** A scene and what had to be done to make one of it. */
export interface SceneImport {
  readonly scene: Scene;
  /** What was mended, assumed or left out: one sentence each, for people. */
  readonly repairs: readonly string[];
  /** Where the scene's (0, 0) lies on Earth, or null for scenes that do not say. */
  readonly origin: GeographicPosition | null;
}

/** How many things a sentence names before it says "and more". */
const NAMED = 3;

/** Counts what an import does to its input, and tells it in sentences. */
export class RepairReport {
  readonly #entries = new Map<string, { count: number; labels: string[] }>();

  /**
   * @param what the sentence up to its number, such as "Left out triangles without area"
   * @param count how many; nothing is noted for 0
   * @param label what it concerns; the first few are named
   */
  add(what: string, count = 1, label?: string): void {
    if (count === 0) return;
    const entry = this.#entries.get(what) ?? { count: 0, labels: [] };
    entry.count += count;
    if (label !== undefined) entry.labels.push(label);
    this.#entries.set(what, entry);
  }

  /** One sentence for each kind of thing, in the order in which they first happened. */
  sentences(): string[] {
    return [...this.#entries].map(([what, { count, labels }]) => {
      const named = labels.slice(0, NAMED).join(', ');
      const more = labels.length > NAMED ? ', …' : '';
      return `${what}: ${count}${named === '' ? '' : ` (${named}${more})`}.`;
    });
  }
}
