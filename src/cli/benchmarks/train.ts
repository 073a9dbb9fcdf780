/**
 * A pass of slim PE-MSRN over the training positions of the indoor hall, as a visitor's page trains it: in a worker of a fresh
 * browser, on wasm. Its set is measured before the clock runs.
 */
import type { Page } from 'playwright-core';
import type { Benchmark } from './benchmark.ts';
import { withPage } from './page.ts';

/** Steps after which the pace has settled, and those that are timed. */
const WARM_UP = 20;
const TIMED = 80;
const PATIENCE = 900_000;
/** Noise draws of the published training: so many passes over the positions see as many samples as there are reports. */
const PUBLISHED_DRAWS = 16;
/** Bar, milliseconds. */
const BAR = 60_000;

/** Bar: an epoch under a minute on two cores. */
export const trainBenchmark: Benchmark = {
  name: 'train',
  summary: 'a pass of slim PE-MSRN over the training positions of the hall, in the page, on wasm',
  async run() {
    const { fastest, steps, tensors } = await withPage(async (page, { url }) => {
      page.setDefaultTimeout(PATIENCE);
      await page.goto(`${url}?scene=s3&users=8&estimators=toa-aoa&backend=wasm&room=training`);
      await choose(page, 'Noise draws of each position', '1');
      await choose(page, 'Passes over the positions', '10');
      await page.getByRole('button', { name: 'Start training' }).click();
      await untilStep(page, WARM_UP);
      let least = Infinity;
      for (let step = WARM_UP; step < WARM_UP + TIMED; step += 4) {
        await untilStep(page, step);
        least = Math.min(least, await page.evaluate(() => window.wavefix.training()?.secondsPerPass ?? NaN));
      }
      const training = await page.evaluate(() => window.wavefix.training());
      return { fastest: 1000 * least, steps: training?.step ?? 0, tensors: training?.tensors ?? [NaN, NaN] };
    });
    const note = `fastest pace of ${steps} steps in the page; tensors held ${tensors.join(' to ')}`;
    return [
      {
        name: 'train slim S3-3D, one pass over the positions',
        ...{ unit: 'ms', value: fastest, peer: 'the bar', peer_value: BAR, ratio: BAR / fastest, note },
      },
      {
        name: 'train slim S3-3D, as many samples as reports',
        ...{ unit: 'ms', value: PUBLISHED_DRAWS * fastest, peer: 'the bar', peer_value: BAR },
        ratio: BAR / (PUBLISHED_DRAWS * fastest),
        note: `${PUBLISHED_DRAWS} passes over the positions, as the published training has ${PUBLISHED_DRAWS} noise draws of each`,
      },
    ];
  },
};

async function choose(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).click();
}

async function untilStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction((wanted) => (window.wavefix.training()?.step ?? 0) >= wanted, step);
}
