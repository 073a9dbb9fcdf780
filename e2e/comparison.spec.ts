/** Estimators held against each other: curves that choose users and ranges, a table with every metric, errors against SNR. */
import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { usePage } from './page.ts';

const open = usePage();
const context = { viewport: { width: 1280, height: 800 } };

/** Enough for a curve, and soon found. */
const USERS = 60;

/** Opens the panel once everybody is found. */
async function openComparison(): Promise<Page> {
  const page = await open({ query: `?users=${USERS}`, context, until: 'found' });
  await page.getByRole('button', { name: 'Compare in full' }).click();
  await page.getByRole('dialog', { name: 'Comparison of estimators' }).waitFor();
  await page.locator('[role=dialog] .js-plotly-plot').first().waitFor();
  return page;
}

describe('the comparison', () => {
  it('has numbers with units and intervals for every estimator and for the bound, sorted on demand', async () => {
    const page = await openComparison();
    const rows = page.getByRole('group', { name: 'Table of errors' }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(3);
    // Mean error with its interval: "0.50 m" and "0.45–0.55".
    const mean = rows.nth(0).locator('td').nth(1);
    await expect.poll(() => mean.innerText()).toMatch(/^\d+\.\d+\sm\s*\d+\.\d+–\d+\.\d+$/);
    const shown = Number.parseFloat(await mean.innerText());
    const errors = await page.evaluate(() => window.wavefix.fixes('pe-msrn').error.filter(Number.isFinite));
    expect(shown).toBeCloseTo(errors.reduce((a, b) => a + b, 0) / errors.length, 2);
    const names = (): Promise<string[]> => rows.locator('th').allInnerTexts();
    const median = page.getByRole('button', { name: '50 %', exact: true });
    await median.click();
    const ascending = await names();
    await median.click();
    expect((await names()).slice(0, 2)).toEqual(ascending.slice(0, 2).reverse());
    expect(ascending[2]).toContain('bound');
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  it('looks at the users of some errors, and at all again; a press on a curve chooses a user', async () => {
    const page = await openComparison();
    const plot = page.locator('[role=dialog] .js-plotly-plot').first();
    // Once it is drawn, and where it then stays.
    await plot.locator('.trace .points path').first().waitFor({ state: 'attached' });
    await plot.hover();
    const box = await plot.boundingBox();
    if (!box) throw new Error('There is no chart.');
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + 0.4 * box.width, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, middle, { steps: 4 });
    await page.mouse.up();
    const chip = page.getByRole('dialog').getByRole('button', { name: /users with errors from .* are shown/ });
    const errors = await page.evaluate(() => ['pe-msrn', 'toa-aoa'].map((id) => window.wavefix.fixes(id).error));
    // The range follows the pointer: the first that are told may hold nobody. The chip rounds its ends to two digits.
    await expect
      .poll(async () => {
        const said = (await chip.getAttribute('aria-label')) ?? '';
        const [users, low, high] = [...said.matchAll(/[\d.]+/g)].map(([text]) => Number(text));
        const within = errors[0].filter((_, user) => errors.some((of) => of[user] >= low && of[user] <= high)).length;
        return users > 0 ? Math.abs(users - within) : Infinity;
      })
      .toBeLessThan(0.05 * errors[0].length);
    await page.keyboard.press('Escape');
    await chip.waitFor({ state: 'detached' });

    const sorted = errors.flatMap((of) =>
      of.map((error, user) => ({ error, user })).toSorted((a, b) => a.error - b.error),
    );
    /** How far the selected user is from the middle of one of the two estimators, parts of all users. */
    const awayFromMiddle = async (): Promise<number> => {
      const { selectedUser } = await page.evaluate(() => window.wavefix.state());
      const ranks = sorted.flatMap(({ user }, at) => (user === selectedUser ? [at % errors[0].length] : []));
      return Math.min(...ranks.map((rank) => Math.abs(rank / errors[0].length - 0.5)));
    };
    // The mark of a median lies on its curve, which is drawn anew when what it shows comes to rest.
    await expect
      .poll(async () => {
        const mark = await plot.locator('.trace .points path').first().boundingBox();
        if (mark) await page.mouse.click(mark.x + mark.width / 2, mark.y + mark.height / 2);
        return awayFromMiddle();
      })
      .toBeLessThan(0.05);
  });

  it('measures errors against SNR, stops on demand, and takes table and chart home', async () => {
    const page = await openComparison();
    const chart = page.getByRole('region', { name: 'RMSE against SNR' });
    await chart.getByLabel('Users that are sounded').selectOption('20');
    // A quick machine needs a quarter of a second a point: who stops there has to be in the page when the first one is drawn.
    const stopped = chart.evaluate(
      (region) =>
        new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            const stop = [...region.querySelectorAll('button')].find(({ textContent }) => textContent === 'Stop');
            if (!stop || !region.textContent.includes('of 180 soundings')) return;
            if (!region.querySelector('[role="img"][aria-label*=" dB: "]')) return;
            observer.disconnect();
            stop.click();
            resolve();
          });
          observer.observe(region, { attributes: true, childList: true, subtree: true, characterData: true });
        }),
    );
    await chart.getByRole('button', { name: 'Measure' }).click();
    await stopped;
    await chart.getByText(/20 users, [1-8] of 9 SNRs/).waitFor();
    await chart.getByRole('img', { name: /At -?\d+ dB: PE-MSRN .* m, TOA \+ AOA .* m; bound .* (mm|cm|m)/ }).waitFor();
    const saved = async (press: () => Promise<void>): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), press()]);
      return readFile(await download.path(), 'utf8');
    };
    const svg = await saved(() => chart.getByRole('button', { name: /SVG/ }).click());
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('position error bound');
    const csv = await saved(() => page.getByRole('button', { name: 'CSV', exact: true }).click());
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toMatch(/^scene,snr_db,error,estimator,users,users_with_fix,with_fix/);
    expect(lines[1]).toMatch(new RegExp(`^s3,6,all,PE-MSRN,${USERS},\\d+,`));
    // What was measured is there again when the panel is.
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Compare in full' }).click();
    await chart.getByText(/20 users, \d of 9 SNRs/).waitFor();
  });
});
