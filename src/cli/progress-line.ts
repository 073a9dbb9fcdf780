/** Progress on stderr: one line that is written over on a terminal, a line every half minute in a log. */
import { performance } from 'node:perf_hooks';

/** See `createProgressLine`. */
export interface ProgressLine {
  /** Shows done of total, and the time left at the pace so far. */
  update(this: void, done: number, total: number, note?: string): void;
  /** Leaves the line. */
  end(): void;
}

/** Starts a progress line for things of one kind, such as "users". */
export function createProgressLine(unit: string): ProgressLine {
  const start = performance.now();
  const live = process.stderr.isTTY;
  const pause = live ? 200 : 30_000;
  let first: number | undefined;
  let shown = start;
  return {
    update(done, total, note = '') {
      const now = performance.now();
      // What was there before this run (a cache, a checkpoint) says nothing about the pace.
      first ??= done;
      if (now - shown < pause && done < total) return;
      shown = now;
      const pace = (done - first) / (now - start);
      const left = pace > 0 && done < total ? `, ${formatDuration((total - done) / pace / 1000)} left` : '';
      const line = `${done} of ${total} ${unit}${left}${note === '' ? '' : `, ${note}`}`;
      process.stderr.write(live ? `\r\x1b[K${line}` : `${line}\n`);
    },
    end() {
      if (live) process.stderr.write('\r\x1b[K');
    },
  };
}

function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
