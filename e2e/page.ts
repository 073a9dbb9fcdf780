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
  /** How far the page is when the test gets it: the first users are found (`ready`, unless said otherwise), or all are. */
  readonly until?: 'loaded' | 'ready' | 'found';
}

/** What the page is to show: its scene, its SNR, decibels, and one of the estimators in use. */
export interface Wanted {
  readonly scene?: string;
  readonly snrDb?: number;
  readonly estimator?: string;
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
    browser = await chromium.launch({ ...(await chromiumLaunch()), timeout: PATIENCE });
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(problems.splice(0)).toEqual([]);
  });

  return async ({ query = '', context, before, until = 'ready' } = {}) => {
    // What fades in is half there for as long as it takes: nobody is to look at it then.
    const calm = { viewport: { width: 800, height: 500 }, reducedMotion: 'reduce' } as const;
    const page = await (await browser.newContext({ ...calm, ...context })).newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      const own = url.startsWith(served.url) || url.startsWith('blob:') || url.startsWith('data:');
      if (!own) problems.push(`request to another host: ${url}`);
    });
    if (before) await page.addInitScript(before);
    await page.goto(served.url + query);
    if (until !== 'loaded') await page.evaluate(() => window.wavefix.ready);
    if (until === 'found') await expect.poll(() => page.evaluate(howFar, {})).toBe('found');
    return page;
  };
}

/** Runs in the page: whether it shows what is wanted, and whether all its users are found. */
const howFar = ({ scene, snrDb, estimator }: Wanted): 'other' | 'finding' | 'found' => {
  const state = window.wavefix.state();
  const isShown =
    (scene === undefined || state.scene === scene) &&
    (snrDb === undefined || state.snrDb === snrDb) &&
    (estimator === undefined || state.estimators.some((id) => id === estimator));
  if (!isShown) return 'other';
  return state.progress === null ? 'found' : 'finding';
};

/**
 * Does something after which everybody is found anew, and waits for that. The page shows something else and begins to find its
 * users in one turn, so that fixes from before are never taken for those that are waited for.
 *
 * @param wanted what the page shows after it, and does not show before
 */
export async function untilFound(page: Page, wanted: Wanted, action: () => Promise<unknown>): Promise<void> {
  const far = (): Promise<string> => page.evaluate(howFar, wanted);
  expect(await far(), `${JSON.stringify(wanted)} is to be new`).toBe('other');
  await action();
  await expect.poll(far).toBe('found');
}

/** Closes the panel that lies open, as a keyboard does: once the focus has come into it. */
export async function escapePanel(page: Page): Promise<void> {
  const panel = page.getByRole('dialog');
  await expect.poll(() => panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
}

/**
 * Presses the button beside a progress bar as soon as the words there are as wanted. It is pressed from within the page: a
 * quick machine would be done before a press from outside arrives.
 *
 * @param gauge selector of the bar
 * @returns once the page is being watched: what waits for the press, and answers with the words
 */
export async function pressBesideGauge(page: Page, gauge: string, words: RegExp): Promise<() => Promise<string>> {
  const watch = await page.evaluateHandle(
    ([selector, pattern]) => {
      const pressed = new Promise<string>((resolve) => {
        const watcher = new MutationObserver(() => {
          const place = document.querySelector(selector)?.parentElement;
          const button = place?.querySelector('button');
          const text = place?.textContent ?? '';
          if (!button || !pattern.test(text)) return;
          watcher.disconnect();
          button.click();
          resolve(text);
        });
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      });
      return { pressed };
    },
    [gauge, words] as const,
  );
  return () => watch.evaluate(({ pressed }) => pressed);
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
