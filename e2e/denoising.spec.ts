/** The denoising stage where there are no weights: calm, and helpful. */
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { usePage } from './page.ts';

const open = usePage();
const context = { viewport: { width: 1280, height: 800 } };

describe('the denoising stage', () => {
  it('says where its sampler cannot run, how to get there and what runs instead, and asks for nothing that is not there', async () => {
    const failed: string[] = [];
    const page = await open({ query: '?room=denoising', context, untilReady: false });
    page.on('response', (response) => {
      if (response.status() >= 400) failed.push(response.url());
    });
    await page.evaluate(() => window.wavefix.ready);
    const panel = page.getByRole('dialog', { name: 'Denoising' });
    await panel.waitFor();
    await expect.poll(() => panel.innerText()).toMatch(/DiffLoc-UNet has no weights for/);
    expect(await panel.getByRole('button', { name: 'Open the town, which it is made for' }).count()).toBe(1);
    await panel.getByRole('button', { name: 'Find users by TOA + AOA' }).click();
    await expect.poll(() => page.evaluate(() => window.wavefix.state().estimators)).toEqual(['toa-aoa']);
    expect(failed).toEqual([]);
  });
});
