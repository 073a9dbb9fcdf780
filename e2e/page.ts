/** One server and one browser for a file of end-to-end tests, and a page that fails the test on any error it throws. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { chromiumLaunch } from '../tools/chromium.ts';
import { servePage, type ServedPage } from '../tools/serve.ts';

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
    page.setDefaultTimeout(90_000);
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
    { timeout: 150_000 },
  );
}
