/** A fresh browser on the built page, for the benchmarks that measure what a visitor meets. */
import { access } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { chromiumLaunch } from '../../../tools/chromium.ts';
import { servePage, type ServedPage } from '../../../tools/serve.ts';
import { LabError } from '../../errors/lab-error.ts';

/**
 * Opens the built page in a browser that has never seen it, and hands it over.
 *
 * @param work gets the page before it navigates, and the server to go to
 * @throws LabError 'bad-file' if the page has not been built
 */
export async function withPage<T>(work: (page: Page, served: ServedPage) => Promise<T>): Promise<T> {
  await access('dist/index.html').catch(() => {
    throw new LabError('bad-file', 'dist/index.html does not exist.', 'Build the page first: npm run build.');
  });
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
