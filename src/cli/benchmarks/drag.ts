/** A user dragged across the map: from each pointer event to the moment its new estimate is handed to the map. */
import type { Page } from 'playwright-core';
import { LabError } from '../../errors/lab-error.ts';
import { quantile } from '../../numerics/quantiles.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { withPage } from './page.ts';

const MOVES = 200;
/** Time between two pointer events, milliseconds; a mouse reports about as often as a screen draws. */
const PACE = 16;
/** Any user serves, as long as it is on screen. */
const USER = 0;

/** Runs in the page before its scripts: everything happens but the painting. */
function paintNothing(): void {
  for (const call of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'clear']) {
    Reflect.set(WebGL2RenderingContext.prototype, call, () => undefined);
  }
}

async function drag(page: Page, url: string): Promise<readonly number[]> {
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
    await page.waitForTimeout(PACE);
  }
  await page.mouse.up();
  return page.evaluate(() => performance.getEntriesByName('wavefix:drag').map(({ duration }) => duration));
}

function figures(name: string, times: readonly number[], how: string): readonly Figure[] {
  const note = `${times.length} estimates for ${MOVES} pointer events, ${how}`;
  return [
    { name: `${name} p50`, unit: 'ms', value: quantile(times, 0.5), note },
    { name: `${name} p95`, unit: 'ms', value: quantile(times, 0.95), note },
  ];
}

/** Bar: p95 ≤ 60 ms on two cores without a GPU, rendering excluded. */
export const dragBenchmark: Benchmark = {
  name: 'drag',
  summary: 'pointer event to new estimate while a user is dragged',
  async run() {
    const computed = await withPage(async (page, { url }) => {
      await page.addInitScript(paintNothing);
      return drag(page, url);
    });
    const painted = await withPage((page, { url }) => drag(page, url));
    return [
      ...figures('drag', computed, 'rendering excluded: the map calls for every frame and none is painted'),
      ...figures('drag painted', painted, 'rendering included, by whatever paints on this machine'),
    ];
  },
};
