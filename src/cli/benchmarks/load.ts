/** From a cold start to the first fix on screen, and what travels for it. */
import { quantile } from '../../numerics/quantiles.ts';
import type { Benchmark } from './benchmark.ts';
import { withPage } from './page.ts';

const RUNS = 5;

/** One cold start in a browser of its own. */
function coldStart(): Promise<{ fix: number; map: number; kilobytes: number }> {
  return withPage(async (page, { url, bytesSent }) => {
    await page.goto(url);
    await page.evaluate(() => window.wavefix.ready);
    const timeOf = async (mark: string): Promise<number> => {
      await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark);
      return page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, mark);
    };
    const fix = await timeOf('wavefix:first-fix');
    const map = await timeOf('wavefix:first-map');
    // What comes after the first fix, such as the chart library, counts as transferred too.
    await page.waitForSelector('.js-plotly-plot', { state: 'attached', timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    return { fix, map, kilobytes: bytesSent() / 1000 };
  });
}

/** Bars: ≤ 5 s without a GPU, ≤ 3 MB compressed. */
export const loadBenchmark: Benchmark = {
  name: 'load',
  summary: 'cold start on localhost until the first fix is drawn',
  async run() {
    const starts = [];
    for (let run = 0; run < RUNS; run++) starts.push(await coldStart());
    const times = starts.map(({ fix }) => fix);
    const maps = starts.map(({ map }) => map);
    return [
      {
        name: 'load median',
        unit: 'ms',
        value: quantile(times, 0.5),
        note: 'navigation start to first fix on screen, in the panels; held against the bar',
      },
      { name: 'load maximum', unit: 'ms', value: Math.max(...times) },
      {
        name: 'load map median',
        unit: 'ms',
        value: quantile(maps, 0.5),
        note: 'until the map has painted it, by whatever paints on this machine',
      },
      {
        name: 'load transferred',
        unit: 'kB',
        value: Math.max(...starts.map((start) => start.kilobytes)),
        note: 'compressed, everything the page loads until the network rests',
      },
    ];
  },
};
