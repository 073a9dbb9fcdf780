/** The paper beside the map: its numbers are those of the report, and each of ours leads to the users behind it. */
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { escapePanel, untilFound, usePage } from './page.ts';

const open = usePage();
const context = { viewport: { width: 1280, height: 800 } };

/** As far as this test reads it. */
interface Report {
  readonly settings: readonly {
    readonly dataset: string;
    readonly rows: readonly {
      readonly estimator: string;
      readonly ours: { readonly p90_m: number; readonly mean_m: number } | null;
      readonly grid: readonly { readonly snr_db: number; readonly rmse_m: number }[];
    }[];
  }[];
}

describe('the paper', () => {
  it('shows what the report says, and brings the map to the users behind a number', async () => {
    const page = await open({ query: '?users=60', context, until: 'found' });
    const answer = await page.request.get(new URL('papers/pe-msrn/report.json', page.url()).href);
    const { settings } = (await answer.json()) as Report;
    const rows = settings.find(({ dataset }) => dataset === 's3-3d')?.rows ?? [];
    const { ours } = rows.find(({ estimator }) => estimator === 'toa-aoa') ?? {};
    const p90 = ours?.p90_m ?? NaN;
    await page.getByRole('button', { name: 'The paper and ours' }).click();
    const cell = page.getByRole('group', { name: 'Table 10' }).getByRole('button', { name: /^TOA \+ AOA, 90 %/ });
    expect(Number(await cell.innerText())).toBeCloseTo(p90, 3);
    const bySight = page.getByRole('group', { name: 'Errors by sight' });
    expect(await bySight.getByRole('rowheader').allInnerTexts()).toEqual(['TOA + AOA', 'PE-MSRN', 'PE-MSRN plus']);
    await untilFound(page, { scene: 's3-3d-test' }, () => cell.click());
    expect(await page.evaluate(() => window.wavefix.state().estimators)).toEqual(['toa-aoa']);
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await escapePanel(page);
    const errors = await page.evaluate(() => window.wavefix.fixes('toa-aoa').error);
    // They are those who were evaluated, in the noise that was drawn for them.
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeCloseTo(ours?.mean_m ?? NaN, 6);
    const beyond = errors.filter((error) => error >= p90).length;
    expect(beyond).toBeGreaterThan(0);
    expect(beyond).toBeLessThan(errors.length / 2);
    await page.getByRole('button', { name: new RegExp(`^${beyond} users with errors`) }).waitFor();
  });

  it('brings the map to the soundings behind a point of a figure', async () => {
    const page = await open({ query: '?users=60&room=paper', context, until: 'found' });
    const answer = await page.request.get(new URL('papers/pe-msrn/report.json', page.url()).href);
    const { settings } = (await answer.json()) as Report;
    const rows = settings.find(({ dataset }) => dataset === 's3-3d')?.rows ?? [];
    const { grid } = rows.find(({ estimator }) => estimator === 'toa-aoa') ?? {};
    const cell = page.getByRole('button', { name: /^TOA \+ AOA, RMSE at 6 dB/ });
    await untilFound(page, { scene: 's3-3d-grid' }, () => cell.click());
    const errors = await page.evaluate(() => window.wavefix.fixes('toa-aoa').error);
    expect(errors).toHaveLength(1000);
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(rmse).toBeCloseTo(grid?.find(({ snr_db: snrDb }) => snrDb === 6)?.rmse_m ?? NaN, 6);
    await page.getByRole('combobox', { name: 'Scene' }).getByText('known grid').waitFor();
  });
});
