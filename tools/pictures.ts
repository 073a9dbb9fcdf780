/**
 * Takes the README's pictures of the built page, one for every built-in scene, so that they are as current as the build:
 * `npm run build && npx tsx tools/pictures.ts`, with names of scenes behind it for some of them alone.
 */
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import '../src/lab/api.ts';
import { chromiumLaunch } from './chromium.ts';
import { servePage } from './serve.ts';

/** One picture: what of the page it shows, where it goes, how high the page is, and how many pixels it has for one of the page. */
interface Picture {
  readonly query: string;
  readonly file: string;
  /** CSS pixels; the usual height unless said otherwise. */
  readonly height?: number;
  readonly scale: number;
}

/** Pictures by scene; the first stands at the top of the README, the others small below it. */
const PICTURES: Readonly<Record<string, Picture>> = {
  s3: { query: '?scene=s3&theme=dark', file: 'lab.png', scale: 1 },
  tokyo: {
    query: '?scene=tokyo&theme=dark&estimators=toa-aoa,site-product,diffloc-ct',
    file: 'tokyo.png',
    scale: 0.75,
  },
  highway: { query: '?scene=highway&theme=light', file: 'highway.png', scale: 0.75 },
  // Explaining takes room below: the cards on the right need theirs all the same.
  factory: { query: '?scene=factory&theme=light&mode=explore', file: 'factory.png', height: 1080, scale: 0.75 },
};

/** CSS pixels; large enough for every panel beside the others. */
const SIZE = { width: 1440, height: 900 };

const FOLDER = join(import.meta.dirname, '../docs');

/** What the chart of errors writes beside the curve of the bound, once everybody's is known. */
const BOUND_LABEL = '.annotation-text';

/** Time for the camera, the chart and the pictures of the stages to come to rest once all is drawn, milliseconds. */
const REST = 5000;

/** Nobody waits longer for everybody to be found by a single core, milliseconds. */
const PATIENCE = 900_000;

async function take(
  browser: Browser,
  url: string,
  { query, file, height = SIZE.height, scale }: Picture,
): Promise<void> {
  const context = await browser.newContext({ viewport: { ...SIZE, height }, deviceScaleFactor: scale });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url + query);
  await page.evaluate(() => window.wavefix.ready);
  await page.waitForFunction(() => window.wavefix.state().progress === null);
  await page.locator(BOUND_LABEL).first().waitFor();
  await page.waitForTimeout(REST);
  await page.screenshot({ path: join(FOLDER, file) });
  await context.close();
  process.stderr.write(`docs/${file}\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((scene) => !Object.hasOwn(PICTURES, scene));
if (unknown.length > 0) throw new Error(`No picture of ${unknown.join(', ')}: ${Object.keys(PICTURES).join(', ')}.`);
const served = await servePage();
const browser = await chromium.launch(await chromiumLaunch());
for (const scene of wanted.length > 0 ? wanted : Object.keys(PICTURES))
  await take(browser, served.url, PICTURES[scene]);
await browser.close();
await served.close();
