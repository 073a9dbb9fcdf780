/** What the legend, the switches of the interactions and the table of paths say of the selected user's paths, and the map draws. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { usePage } from './page.ts';

const open = usePage();

/** Wide enough for the legend to be open. */
const WIDE = { viewport: { width: 1200, height: 700 }, colorScheme: 'dark' } as const;

const legendOf = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('group', { name: 'Kinds of paths' });

/** Numbers that the legend says: of all paths, how many are drawn, and how many do each thing. */
async function readLegend(page: Page): Promise<Record<string, number>> {
  const [paths, ...kinds] = await legendOf(page).evaluate((legend) => [
    legend.querySelector('p span')?.textContent ?? '',
    ...Array.from(legend.querySelectorAll('button[aria-pressed]'), (button) => button.textContent),
  ]);
  const [shown, all] = [...paths.matchAll(/\d+/g)].map(Number);
  const counts = kinds.map((text): [string, number] => [text.replace(/\d+$/, ''), Number(/\d+$/.exec(text)?.[0])]);
  return { shown, all: all ?? shown, ...Object.fromEntries(counts) };
}

/** Pixels of the map that are as green as reflections alone are drawn. */
async function countGreen(page: Page): Promise<number> {
  const picture = (await page.screenshot({ clip: { x: 300, y: 60, width: 520, height: 380 } })).toString('base64');
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i + 1] > pixels[i] + 40 && pixels[i + 1] > pixels[i + 2] + 15) count++;
    }
    return count;
  }, picture);
}

describe('paths of the selected user', () => {
  it('leave the map with what they do, and change with what the tracer follows', async () => {
    const page = await open({ query: '?scene=s3&estimators=toa-aoa&users=12&user=7', context: WIDE, until: 'found' });
    const legend = legendOf(page);
    const before = await readLegend(page);
    expect(before).toMatchObject({ 'line of sight': 1, shown: before.all });
    expect(before.reflection).toBe(before.all - 1);
    // The map paints them some frames later than the legend counts them: what two looks see alike is what there is.
    let green = 0;
    await expect
      .poll(async () => {
        const seen = green;
        green = await countGreen(page);
        return green > 50 && green === seen;
      })
      .toBe(true);
    await legend.getByRole('button', { name: /^reflection/ }).click();
    await expect.poll(() => readLegend(page)).toEqual({ ...before, shown: 1 });
    await expect.poll(() => countGreen(page)).toBeLessThan(green / 10);
    await legend.getByRole('button', { name: /^reflection/ }).click();
    await expect.poll(() => readLegend(page)).toEqual(before);
    await expect.poll(() => countGreen(page)).toBeGreaterThan(green / 2);

    // What the tracer follows: each switch brings its own paths, and takes them away again.
    await page.getByRole('button', { name: 'choose …' }).click();
    // The legend makes room for the panel, unless it is asked for.
    await page.getByText('Legend', { exact: true }).click();
    const choose = (group: string, title: string): Promise<void> =>
      page.getByRole('group', { name: group }).getByRole('button', { name: title, exact: true }).click();
    const counted = async (kind: string): Promise<number> => (await readLegend(page))[kind] ?? 0;
    await choose('Scattering', 'Lambertian');
    await expect.poll(() => counted('scattering')).toBeGreaterThan(0);
    await choose('Scattering', 'Off');
    await choose('Diffraction', 'Edge and reflection');
    await expect.poll(() => counted('diffraction')).toBeGreaterThan(0);
    expect(await counted('scattering')).toBe(0);
    await choose('Diffraction', 'None');
    await expect.poll(() => readLegend(page)).toEqual(before);
  });

  it('are shifted in frequency as one velocity of the user shifts them all', async () => {
    const page = await open({ query: '?scene=tokyo&estimators=toa-aoa&users=24&user=20', context: WIDE });
    await page
      .getByRole('button', { name: /^Paths/ })
      .first()
      .click();
    const table = page.getByRole('table').filter({ hasText: 'Doppler' });
    await table.waitFor();
    const speed = Number(/moves at ([\d.]+)/.exec(await page.getByText(/The user moves at/).innerText())?.[1]);
    expect(speed).toBeGreaterThan(0.5);
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((lines) =>
        lines.map((line) => Array.from(line.querySelectorAll('td'), (cell) => cell.textContent.replaceAll('−', '-'))),
      );
    expect(rows.length).toBeGreaterThan(5);
    // Each row is an equation f = v·u / λ for the velocity, u the direction that the path comes from.
    const wavelength = 299_792_458 / 3.5e9;
    const equations = rows.map((cells) => {
      const [azimuth, elevation] = cells[3].split(',').map((degrees) => (Number(degrees) * Math.PI) / 180);
      const level = Math.cos(elevation) / wavelength;
      return { x: level * Math.cos(azimuth), y: level * Math.sin(azimuth), shift: Number(cells[4]) };
    });
    const sum = (of: (one: (typeof equations)[number]) => number): number =>
      equations.reduce((total, one) => total + of(one), 0);
    const [xx, xy, yy] = [sum(({ x }) => x * x), sum(({ x, y }) => x * y), sum(({ y }) => y * y)];
    const [xf, yf] = [sum(({ x, shift }) => x * shift), sum(({ y, shift }) => y * shift)];
    const determinant = xx * yy - xy * xy;
    const east = (yy * xf - xy * yf) / determinant;
    const north = (xx * yf - xy * xf) / determinant;
    expect(Math.abs(Math.hypot(east, north) - speed)).toBeLessThan(0.1);
    // Angles and shifts are written to a tenth.
    for (const { x, y, shift } of equations) expect(Math.abs(east * x + north * y - shift)).toBeLessThan(0.3);
  });
});
