/** A user dragged across the map: from each pointer event to the moment its new estimate is handed to the map. */
import { LabError } from '../../errors/lab-error.ts';
import { quantile } from '../../numerics/quantiles.ts';
import type { Benchmark } from './benchmark.ts';
import { withPage } from './page.ts';

const MOVES = 200;
/** Any user serves, as long as it is on screen and has a fix. */
const USER = 0;

/** Bar: p95 ≤ 60 ms on two cores without a GPU, rendering excluded. */
export const dragBenchmark: Benchmark = {
  name: 'drag',
  summary: 'pointer event to new estimate while a user is dragged',
  run: () =>
    withPage(async (page, { url }) => {
      await page.goto(url);
      await page.evaluate(() => window.wavefix.ready);
      // The first run measures every user; a drag is timed once it has ended.
      await page.waitForFunction(() => window.wavefix.state().progress === null, undefined, { timeout: 120_000 });
      await page.waitForLoadState('networkidle');
      const start = await page.evaluate((user) => {
        window.wavefix.selectUser(user);
        const [id] = window.wavefix.state().estimators;
        return window.wavefix.project(window.wavefix.fixes(id).truth[user]);
      }, USER);
      if (!start) throw new LabError('unsupported', 'The page has no map to drag on.', 'Use a browser with WebGL2.');
      await page.mouse.move(start[0], start[1]);
      await page.mouse.down();
      for (let move = 0; move < MOVES; move++) {
        const angle = (2 * Math.PI * move) / 50;
        await page.mouse.move(start[0] + 60 * Math.sin(angle), start[1] + 30 * (Math.cos(angle) - 1));
        await page.waitForTimeout(20);
      }
      await page.mouse.up();
      const times = await page.evaluate(() =>
        performance.getEntriesByName('wavefix:drag').map((measure) => measure.duration),
      );
      const note = `${times.length} estimates for ${MOVES} pointer moves; a move that arrives while one is computed replaces what waits`;
      return [
        { name: 'drag p50', unit: 'ms', value: quantile(times, 0.5), note },
        { name: 'drag p95', unit: 'ms', value: quantile(times, 0.95), note },
      ];
    }),
};
