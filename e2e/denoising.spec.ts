/** The denoising stage: calm and helpful where there are no weights, and with the town's weights a posterior that finds a user. */
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { pixelsOf, usePage } from './page.ts';
import { timeThread } from './thread-time.ts';

/** Longest that the page may be kept from a hand, milliseconds. */
const BAR = 50;

/** Steps of DiffLoc-UNet. */
const STEPS = 200;

/** Steps that a hand on the track passes between two frames. */
const STRIDE = 5;

/** Steps that are gone one by one, with the keys: a step costs the same wherever it is. */
const SINGLE_STEPS = 50;

const open = usePage();
const context = { viewport: { width: 1280, height: 800 } };

describe('the denoising stage', () => {
  it('says where its sampler cannot run, how to get there and what runs instead, and asks for nothing that is not there', async () => {
    const failed: string[] = [];
    const page = await open({ query: '?room=denoising&users=20', context, until: 'loaded' });
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

  it('finds a user of the town from noise, and says so at whichever step is chosen', async () => {
    const page = await open({ query: '?scene=tokyo&users=3&user=1&estimators=toa-aoa', context });
    // What a program is answered: few samples and steps, seen in numbers.
    const [many, two] = await page.evaluate(async () => {
      const { truth } = window.wavefix.fixes('toa-aoa');
      const look = async (options: Parameters<typeof window.wavefix.denoise>[1]) => {
        const { sigma, samples, positions, perSite, heard } = await window.wavefix.denoise(1, options);
        const farAt = (way: Float32Array, step: number): number => {
          const distances = Array.from({ length: samples }, (_, i) => {
            const at = 2 * (samples * step + i);
            return Math.hypot(way[at] - truth[1][0], way[at + 1] - truth[1][1]);
          });
          return distances.sort((a, b) => a - b)[samples >> 1];
        };
        const last = sigma.length - 1;
        return {
          sizes: [sigma.length, positions.length, ...perSite.map(({ length }) => length)],
          falls: sigma.every((value, step) => step === 0 || value < sigma[step - 1]),
          start: farAt(positions, 0),
          end: farAt(positions, last),
          alone: perSite.filter((_, site) => heard[site]).map((way) => farAt(way, last)),
        };
      };
      return [
        await look({ samples: 16, steps: 40, seed: 3 }),
        await look({ samples: 16, seed: 3, estimator: 'diffloc-ct' }),
      ];
    });
    for (const [run, steps] of [[many, 40] as const, [two, 2] as const]) {
      expect(run.sizes).toEqual([steps + 1, ...new Array<number>(6).fill(2 * 16 * (steps + 1))]);
      expect(run.falls).toBe(true);
      expect(run.start).toBeGreaterThan(100);
      expect(run.end).toBeLessThan(10);
      expect(run.end).toBeLessThanOrEqual(Math.max(...run.alone));
    }
    const refused = await page.evaluate(() =>
      window.wavefix.denoise(1, { sites: [9] }).catch((cause: unknown) => (cause as { code: string }).code),
    );
    expect(refused).toBe('unknown-id');

    // What a visitor sees of it.
    await page.getByRole('button', { name: 'Denoising', exact: true }).click();
    const panel = page.getByRole('dialog', { name: 'Denoising' });
    const track = page.getByRole('slider', { name: 'Step of the denoising' });
    await track.waitFor();
    const bar = page.getByRole('group', { name: 'Denoising' });
    await track.focus();
    await page.keyboard.press('Home');
    await bar.getByText(/step 0 \/ 200/).waitFor();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await bar.getByText(/step 11 \/ 200/).waitFor();
    await track.hover();
    const box = await track.boundingBox();
    if (!box) throw new Error('the track is on the page');
    await bar.getByText(/step 100 \/ 200/).waitFor();
    await page.mouse.move(box.x, box.y - 60);
    await bar.getByText(/step 11 \/ 200/).waitFor();
    await panel.getByRole('button', { name: 'Side by side' }).click();
    await panel.getByText(/DiffLoc-UNet, step 11 \/ 200/).waitFor();
    await panel.getByText(/DiffLoc-CT, step 2 \/ 2/).waitFor();
    const sites = panel.getByRole('group', { name: 'Sites that listen' }).getByRole('checkbox');
    for (const site of await sites.all()) if (await site.isEnabled()) await site.uncheck();
    await panel.getByText(/All sites that hear the user are switched off/).waitFor();
  });

  it('says what is wrong and what to do, whatever it is given, and goes on where that is mended', async () => {
    const page = await open({ query: '?scene=tokyo&users=3&user=1&estimators=toa-aoa&room=denoising', context });
    const panel = page.getByRole('dialog', { name: 'Denoising' });
    const bar = page.getByRole('group', { name: 'Denoising' });
    await bar.waitFor();

    // A sampling that is stopped half way, from within the page: a quick machine would be done before a press from outside.
    const stop = await page.evaluateHandle(() => ({
      pressed: new Promise<void>((resolve) => {
        const watcher = new MutationObserver(() => {
          const said = [...document.querySelectorAll('[role=status]')].find(({ textContent }) =>
            /Sampling: step [1-9]\d* of 200/.test(textContent),
          );
          const button = said?.querySelector('button');
          if (!button) return;
          watcher.disconnect();
          button.click();
          resolve();
        });
        watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    }));
    await panel.getByRole('button', { name: '512', exact: true }).click();
    await stop.evaluate(({ pressed }) => pressed);
    await panel.getByText('Stopped half way; what was there before stays.').waitFor();
    await page.getByText('denoises 64 samples').waitFor();
    await panel.getByRole('button', { name: '64', exact: true }).click();
    await panel.getByText(/Sampling/).waitFor({ state: 'detached' });

    // One site alone, and the others again.
    const sites = panel.getByRole('group', { name: 'Sites that listen' }).getByRole('checkbox');
    const heard: number[] = [];
    for (const [site, box] of (await sites.all()).entries()) if (await box.isEnabled()) heard.push(site);
    for (const site of heard.slice(1)) await sites.nth(site).uncheck();
    await panel.getByText('One site alone', { exact: true }).waitFor();
    await sites.nth(heard[0]).uncheck();
    await panel.getByText(/All sites that hear the user are switched off/).waitFor();
    await panel.getByRole('button', { name: 'Switch all on' }).click();
    await panel.getByText(`${heard.length} sites together`).waitFor();

    // A user whom nobody can hear, for a building stands around it.
    const home = await page.evaluate(() => window.wavefix.fixes('toa-aoa').truth[1]);
    await page.evaluate(() => window.wavefix.moveUser(1, [0, 0, 1.5]));
    await panel.getByText(/The user is inside of "Building/).waitFor();
    expect(await bar.count()).toBe(0);
    await page.evaluate((place) => window.wavefix.moveUser(1, place), home);
    await bar.waitFor();

    // Sites that are not where they were in training, and rays that are not those of it.
    await page.getByRole('button', { name: 'Sites and interactions' }).click();
    await page.getByRole('button', { name: /^1 · / }).click();
    const height = page.getByLabel(/^z height of 1 · /);
    await height.fill('21');
    await height.press('Enter');
    await panel.getByText(/DiffLoc-UNet was trained with the sites where they were/).waitFor();
    expect(await panel.getByRole('button', { name: /^Find users by/ }).allInnerTexts()).toContain('Find users by TOA');
    expect(await panel.getByText('wavefix train').count()).toBe(0);
    await panel.getByRole('button', { name: 'Put the sites back' }).click();
    await bar.waitFor();
    await page.getByRole('tab', { name: 'Interactions' }).click();
    await page.getByRole('group', { name: 'Reflections' }).getByRole('button', { name: '0', exact: true }).click();
    await panel.getByText(/not those that the weights were trained on/).waitFor();
    await panel.getByRole('button', { name: 'Put the rays back' }).click();
    await panel.getByText(/not those that the weights were trained on/).waitFor({ state: 'detached' });

    // The map has drawn all of it: samples that come and go, and everybody again once the stage is left.
    await panel.getByRole('button', { name: 'DiffLoc-CT' }).click();
    await bar.getByText(/\/ 2 /).waitFor();
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
    await pixelsOf(page, [home]);
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
  });

  it('goes through users by itself where its address says so, until somebody touches anything', async () => {
    const page = await open({ query: '?play=1&users=4', context });
    const panel = page.getByRole('dialog', { name: 'Denoising' });
    const selected = (): Promise<number | null> => page.evaluate(() => window.wavefix.state().selectedUser);
    expect(await page.evaluate(() => window.wavefix.state().scene)).toBe('tokyo');
    const show = panel.getByRole('button', { name: 'Show' });
    expect(await show.getAttribute('aria-pressed')).toBe('true');
    // Each is played to its end and refined before the next one comes.
    await panel.getByText(/^Refined:/).waitFor();
    const first = await selected();
    await expect.poll(selected).not.toBe(first);
    await page
      .getByRole('group', { name: 'Denoising' })
      .getByText(/step [1-9]\d* \/ 200/)
      .waitFor();
    await page.getByRole('button', { name: 'Step back' }).click();
    expect(await show.getAttribute('aria-pressed')).toBe('false');
  });

  it('is scrubbed through 200 steps of 512 samples, and never keeps the page from a hand for longer than the bar', async () => {
    const page = await open({ query: '?scene=tokyo&users=3&user=1&estimators=toa-aoa&room=denoising', context });
    const panel = page.getByRole('dialog', { name: 'Denoising' });
    await panel.getByRole('button', { name: '512', exact: true }).click();
    await page.getByText('denoises 512 samples').waitFor();
    const track = page.getByRole('slider', { name: 'Step of the denoising' });
    const box = await track.boundingBox();
    if (!box) throw new Error('the track is on the page');
    await track.focus();
    await page.keyboard.press('Home');
    // Every step that the track says it is at, whether it was painted or not.
    const seen = await track.evaluateHandle((element) => {
      const steps = new Set<number>();
      const note = (): Set<number> => steps.add(Number(element.getAttribute('aria-valuenow')));
      note();
      new MutationObserver(note).observe(element, { attributeFilter: ['aria-valuenow'] });
      return steps;
    });
    const { turns, waits } = await timeThread(page, async () => {
      for (let step = 0; step < SINGLE_STEPS; step++) await page.keyboard.press('ArrowRight');
      expect(await seen.evaluate((steps) => [...steps])).toEqual(
        Array.from({ length: SINGLE_STEPS + 1 }, (_, step) => step),
      );
      // The hand is answered once a frame, and goes all the way.
      const across = (step: number): readonly [number, number] => [
        box.x + (box.width * step) / STEPS,
        box.y + box.height / 2,
      ];
      await page.mouse.move(...across(SINGLE_STEPS));
      await page.mouse.down();
      for (let step = SINGLE_STEPS; step <= STEPS; step += STRIDE) await page.mouse.move(...across(step));
      for (let step = STEPS - STRIDE; step >= 0; step -= STRIDE) await page.mouse.move(...across(step));
      await page.mouse.up();
      await page.getByRole('group', { name: 'Denoising' }).getByText('step 0 / 200').waitFor();
    });
    expect(turns.length).toBeGreaterThan(SINGLE_STEPS + STEPS / STRIDE);
    expect(turns[0]).toBeLessThan(BAR);
    expect(waits).toEqual([]);

    // What would be over the bar is seen to be.
    const blocked = await timeThread(page, () =>
      page.evaluate(() => {
        let mixed = 1;
        for (let i = 0; i < 4e8; i++) mixed = Math.imul(mixed, 1664525) + 1013904223;
        return mixed;
      }),
    );
    expect(blocked.turns[0]).toBeGreaterThan(BAR);
  });
});
