/** The network stage: a diagram of the network in use, any number of it taken apart, and its parts switched off. */
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { untilFound, usePage } from './page.ts';

const open = usePage();
const context = { viewport: { width: 1280, height: 800 } };

describe('the network', () => {
  it('is a diagram that shows what a layer made of the user, and how a number of it comes about', async () => {
    const page = await open({ query: '?users=30', context, until: 'found' });
    await page.getByRole('button', { name: /^Network/ }).click();
    const layers = page.getByRole('group', { name: 'Layers' });
    await layers.waitFor();
    for (const branch of ['multi scale f1: 1×1', 'multi scale f2: 3×3', 'multi scale f3: 3×3']) {
      expect(await layers.getByRole('button', { name: branch }).count()).toBe(1);
    }
    await layers.getByRole('button', { name: /^position:/ }).click();
    const arithmetic = page.getByRole('region', { name: 'Arithmetic' });
    await arithmetic.waitFor();
    // The largest of the three coordinates is taken apart; the last step is what the table above gives as the output.
    const last = (await arithmetic.locator('li').last().innerText()).split('\n').at(-1);
    const outputs = await page.locator('[role=dialog] tbody tr td:nth-child(2)').allInnerTexts();
    expect(outputs).toContain(last);
    expect(await page.getByRole('group', { name: 'Parts of the network' }).getByRole('checkbox').count()).toBe(3);
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

    // A part that is switched off brings the network that was trained without it, and its diagram lacks it.
    const parts = page.getByRole('group', { name: 'Parts of the network' });
    await untilFound(page, { estimator: 'pe-srn' }, () => parts.getByRole('checkbox', { name: 'multi-scale' }).click());
    await expect.poll(() => layers.getByRole('button', { name: /^multi scale f/ }).count()).toBe(0);
    expect(await layers.getByRole('button', { name: /^position:/ }).count()).toBe(1);
    expect(await parts.getByRole('checkbox', { name: 'multi-scale' }).isChecked()).toBe(false);
    expect(await parts.getByRole('checkbox', { name: 'residual' }).isDisabled()).toBe(true);
    expect(await page.evaluate(() => window.wavefix.state().estimators)).not.toContain('pe-msrn');
    await untilFound(page, { estimator: 'pe-msrn' }, () =>
      parts.getByRole('checkbox', { name: 'multi-scale' }).click(),
    );
    await layers.getByRole('button', { name: 'multi scale f1: 1×1' }).waitFor();
  });
});
