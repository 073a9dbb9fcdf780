/** A fresh browser on the built page, for the benchmarks that measure what a visitor meets. */
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumLaunch } from '../../../tools/chromium.ts';
import { servePage, type ServedPage } from '../../../tools/serve.ts';

let built: Promise<unknown> | undefined;

/**
 * Builds the page, once a process, opens it in a browser that has never seen it, and hands it over.
 *
 * @param work gets the page before it navigates, and the server to go to
 */
export async function withPage<T>(work: (page: Page, served: ServedPage) => Promise<T>): Promise<T> {
  // A page that was built before would be an earlier page.
  await (built ??= build({ logLevel: 'error' }));
  const served = await servePage();
  const browser = await chromium.launch(await chromiumLaunch());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    return await work(page, served);
  } finally {
    await browser.close();
    await served.close();
  }
}
