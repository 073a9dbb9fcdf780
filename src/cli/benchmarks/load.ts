/** From a cold start to the first fix on screen, and what travels for it. */
import { quantile } from '../../numerics/quantiles.ts';
import type { Benchmark } from './benchmark.ts';
import { withPage } from './page.ts';

const RUNS = 5;

/** One cold start in a browser of its own. */
function coldStart(): Promise<{ milliseconds: number; kilobytes: number }> {
  return withPage(async (page, { url, bytesSent }) => {
    await page.goto(url);
    await page.evaluate(() => window.wavefix.ready);
    await page.waitForFunction(() => performance.getEntriesByName('wavefix:first-fix').length > 0);
    const milliseconds = await page.evaluate(() => performance.getEntriesByName('wavefix:first-fix')[0].startTime);
    // What comes after the first fix, such as the chart library, counts as transferred too.
    await page.waitForSelector('.js-plotly-plot', { state: 'attached', timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    return { milliseconds, kilobytes: bytesSent() / 1000 };
  });
}

/** Bars: ≤ 5 s without a GPU, ≤ 3 MB compressed. */
export const loadBenchmark: Benchmark = {
  name: 'load',
  summary: 'cold start on localhost until the first fix is drawn',
  async run() {
    const starts = [];
    for (let run = 0; run < RUNS; run++) starts.push(await coldStart());
    const times = starts.map((start) => start.milliseconds);
    return [
      { name: 'load median', unit: 'ms', value: quantile(times, 0.5), note: 'navigation start until the map has painted the first fixes' },
      { name: 'load maximum', unit: 'ms', value: Math.max(...times) },
      {
        name: 'load transferred',
        unit: 'kB',
        value: Math.max(...starts.map((start) => start.kilobytes)),
        note: 'compressed, everything the page loads until the network rests',
      },
    ];
  },
};
