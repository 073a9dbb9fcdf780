/** Every built-in scene opens from the list and by its address, its users are found, and walk their routes. */
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { usePage } from './page.ts';

const open = usePage();

describe('built-in scenes', () => {
  it.each([
    { id: 'highway', dataset: 's1-3d', title: 'Highway', users: 400 },
    { id: 'factory', dataset: 's2-3d', title: 'Factory', users: 400 },
  ])('opens $id and finds its first users', async ({ id, dataset, title, users }) => {
    const page = await open({ query: `?scene=${id}&estimators=toa-aoa` });
    const { state, fixes } = await page.evaluate(() => ({
      state: window.wavefix.state(),
      fixes: window.wavefix.fixes('toa-aoa'),
    }));
    expect(state).toMatchObject({ scene: id, dataset, estimators: ['toa-aoa'] });
    expect(fixes.truth).toHaveLength(users);
    expect(fixes.error.filter(Number.isFinite).length).toBeGreaterThan(0);
    expect(await page.getByRole('combobox', { name: 'Scene' }).textContent()).toContain(title);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('opens tokyo before five sites, and leads a user along its route with the fix behind it', async () => {
    const page = await open({ query: '?scene=tokyo&estimators=toa-aoa&users=24&user=20' });
    const look = (): Promise<{ truth: number[]; estimate: number[]; error: number }> =>
      page.evaluate(() => {
        const { truth, estimate, error } = window.wavefix.fixes('toa-aoa');
        return { truth: truth[20], estimate: estimate[20], error: error[20] };
      });
    expect(await page.evaluate(() => window.wavefix.state())).toMatchObject({
      scene: 'tokyo',
      dataset: 'tokyo-streets',
      selectedUser: 20,
    });
    await page.locator('[aria-label="Sites and their SNR, decibels"] button').nth(4).waitFor();
    const before = await look();
    const player = page.getByRole('group', { name: 'Route of user 20' });
    // Over and over: a slow machine is not to come to the end of all ways before it has found somebody there.
    await player.getByRole('button', { name: 'Play over and over' }).click();
    await player.getByRole('button', { name: 'Play the route' }).click();
    const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
    await expect.poll(async () => apart((await look()).truth, before.truth)).toBeGreaterThan(1);
    // Everybody walks or drives on, and is found in turn.
    const others = await page.evaluate(() => window.wavefix.fixes('toa-aoa').truth);
    const isFoundElsewhere = async (): Promise<boolean> =>
      (await page.evaluate(() => window.wavefix.fixes('toa-aoa').truth)).some(
        (place, user) => user !== 20 && apart(place, others[user]) > 1,
      );
    await expect.poll(isFoundElsewhere).toBe(true);
    await player.getByRole('button', { name: 'Pause the route' }).click();
    // The fix is of where the user now stands: what the page calls its error is the distance between the two.
    await expect
      .poll(async () => {
        const { truth, estimate, error } = await look();
        if (!Number.isFinite(error)) return 0;
        return Math.abs(error - Math.hypot(...truth.map((value, axis) => value - estimate[axis])));
      })
      .toBeLessThan(1e-3);
    expect((await look()).estimate).not.toEqual(before.estimate);
  });

  it('compares a filter that follows users with those who look at each moment alone', async () => {
    // The second of two is halfway along a way, and fourteen moments before are measured of it.
    const page = await open({ query: '?scene=tokyo&estimators=ekf,toa-aoa&users=2&user=1', until: 'found' });
    // Presses do not wait for the map to come to rest.
    const press = (name: string): Promise<void> =>
      page.getByRole('button', { name, exact: true }).dispatchEvent('click');
    const errors = await page.evaluate(() => window.wavefix.fixes('ekf').error);
    expect(errors).toHaveLength(2);
    expect(errors.every(Number.isFinite)).toBe(true);
    // It has a row and a curve like the others.
    await press('Compare in full');
    const row = page.getByRole('group', { name: 'Table of errors' }).locator('tbody tr').filter({ hasText: 'EKF' });
    const mean = async (): Promise<number> => Number.parseFloat(await row.locator('td').nth(1).innerText());
    await expect.poll(async () => (await mean()) / ((errors[0] + errors[1]) / 2)).toBeCloseTo(1, 1);
    const curves = page.locator('[role=dialog] .js-plotly-plot').first().locator('.scatterlayer .trace');
    await expect.poll(() => curves.count()).toBeGreaterThanOrEqual(2);
    await press('Close');
    // Its track, beside what the other makes of the same moments.
    await press('follow');
    const lines = page.locator('dl > div').filter({ hasText: 'along the way' });
    await expect.poll(() => lines.allInnerTexts()).toHaveLength(2);
    const [track, fixes] = await lines.allInnerTexts();
    expect(track).toMatch(/^EKF along the way\s+\d/);
    expect(fixes).toMatch(/^TOA \+ AOA along the way\s+\d/);
    // Whoever is led away from its way, upwards where nothing is, is not followed, and it is said why.
    await page.evaluate(async () => {
      const [x, y, z] = window.wavefix.fixes('ekf').truth[1];
      await window.wavefix.moveUser(1, [x, y, z + 3]);
    });
    await page.getByText('led away from its way').first().waitFor();
    expect(await page.evaluate(() => window.wavefix.fixes('ekf').error[1])).toBeNaN();
  });

  it('lists them with their pictures and opens the chosen one', async () => {
    const page = await open({
      query: '?estimators=toa-aoa&users=20',
      context: { viewport: { width: 1280, height: 800 } },
    });
    await page.getByRole('combobox', { name: 'Scene' }).click();
    const options = page.getByRole('option');
    for (const what of [/Indoor hall.*1 site/, /Highway.*1 site/, /Factory.*1 site/, /Tokyo.*5 sites/]) {
      await options.filter({ hasText: what }).waitFor();
    }
    // Each picture comes when its scene has been built.
    const painted = (): Promise<number[]> =>
      options.locator('canvas').evaluateAll((pictures) =>
        pictures.map((picture) => {
          if (!(picture instanceof HTMLCanvasElement)) return 0;
          const data = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height).data ?? [];
          return (
            Array.from(data).filter((value, i) => i % 4 === 3 && value > 0).length / (picture.width * picture.height)
          );
        }),
      );
    await expect.poll(async () => (await painted()).map((share) => share > 0.2)).toEqual(new Array(4).fill(true));
    await options.filter({ hasText: 'Highway' }).click();
    await expect.poll(() => page.evaluate(() => window.wavefix.state().scene)).toBe('highway');
  });
});
