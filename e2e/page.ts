/** One server and one browser for a file of end-to-end tests, and a page that fails the test on any error it throws. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { chromiumLaunch } from '../tools/chromium.ts';
import { servePage, type ServedPage } from '../tools/serve.ts';
import { PATIENCE } from './patience.ts';

/** How a test opens the page. */
export interface OpenOptions {
  /** What follows the address, such as "?snr=20". */
  readonly query?: string;
  readonly context?: BrowserContextOptions;
  /** Script that runs before the page's own. */
  readonly before?: () => void;
  /** Wait for the first batch of fixes; true unless said otherwise. */
  readonly untilReady?: boolean;
}

/**
 * Serves the built page and starts a browser around the tests of a file.
 *
 * @returns a function that opens the page in a fresh context; what it throws or fails to load fails the test
 */
export function usePage(): (options?: OpenOptions) => Promise<Page> {
  let served: ServedPage;
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    served = await servePage();
    browser = await chromium.launch(await chromiumLaunch());
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(problems.splice(0)).toEqual([]);
  });

  return async ({ query = '', context, before, untilReady = true } = {}) => {
    const page = await (await browser.newContext({ viewport: { width: 800, height: 500 }, ...context })).newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      const own = url.startsWith(served.url) || url.startsWith('blob:') || url.startsWith('data:');
      if (!own) problems.push(`request to another host: ${url}`);
    });
    if (before) await page.addInitScript(before);
    await page.goto(served.url + query);
    if (untilReady) await page.evaluate(() => window.wavefix.ready);
    return page;
  };
}

/** Waits until every user has been answered. */
export async function untilComplete(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { progress, estimators } = window.wavefix.state();
      return progress === null && estimators.length > 0;
    },
    undefined,
    { timeout: PATIENCE },
  );
}

/** A camera that has not moved for so many frames of the page rests. */
const FRAMES_OF_REST = 4;

/** Where places [x, y, z], metres, are on the page, CSS pixels: once there is a map, and its camera rests. */
export async function pixelsOf(
  page: Page,
  places: readonly (readonly [number, number, number])[],
): Promise<readonly (readonly [x: number, y: number])[]> {
  return page.evaluate(
    async ({ points, framesOfRest }) => {
      let before = '';
      for (let rested = 0; ;) {
        const pixels = points.flatMap((point) => {
          const pixel = window.wavefix.project(point);
          return pixel ? [pixel] : [];
        });
        const seen = JSON.stringify(pixels);
        rested = pixels.length === points.length && seen === before ? rested + 1 : 0;
        before = seen;
        if (rested === framesOfRest) return pixels;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    { points: places, framesOfRest: FRAMES_OF_REST },
  );
}
