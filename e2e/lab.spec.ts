/** The built page as a visitor meets it: it answers, it can be moved, and it says what is wrong. */
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { untilComplete, usePage } from './page.ts';

const open = usePage();

describe('opening', () => {
  it('finds the users of the hall and draws their error curve', async () => {
    const page = await open();
    await untilComplete(page);
    const { state, fixes } = await page.evaluate(() => ({
      state: window.wavefix.state(),
      fixes: window.wavefix.fixes('pe-msrn'),
    }));
    expect(state).toMatchObject({ scene: 's3', dataset: 's3-3d', unavailable: {} });
    expect(state.backend?.reason).not.toBe('');
    expect(fixes.error.length).toBeGreaterThanOrEqual(390);
    fixes.error.forEach((error, user) => {
      const [east, north, up] = [0, 1, 2].map((axis) => fixes.estimate[user][axis] - fixes.truth[user][axis]);
      expect(error).toBeCloseTo(Math.hypot(east, north, up), 4);
    });
    // What the page shows is what the network can do: far better than guessing the middle of the hall.
    const median = fixes.error.toSorted((a, b) => a - b)[fixes.error.length >> 1];
    expect(median).toBeLessThan(1);
    await expect.poll(() => page.getByText('400 of 400 users').count()).toBeGreaterThan(0);
    await page.waitForSelector('.js-plotly-plot', { state: 'attached' });
  });

  it('has no accessibility violation in either theme', async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      const page = await open({ context: { colorScheme, viewport: { width: 1280, height: 800 } } });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
      );
      expect(found).toEqual([]);
      await page.close();
    }
  });

  it('reads estimator, user and SNR from the address and keeps them there', async () => {
    const page = await open({ query: '?estimators=toa-aoa&user=7&snr=20' });
    const state = await page.evaluate(() => window.wavefix.state());
    expect(state).toMatchObject({ estimators: ['toa-aoa'], selectedUser: 7, snrDb: 20 });
    await page.evaluate(() => window.wavefix.selectUser(3));
    await expect.poll(() => new URL(page.url()).searchParams.get('user')).toBe('3');
  });

  it('opens the default and says so once for what it does not know', async () => {
    const page = await open({ query: '?scene=atlantis&estimators=oracle&user=99999' });
    expect(await page.evaluate(() => window.wavefix.state())).toMatchObject({
      scene: 's3',
      estimators: ['pe-msrn', 'toa-aoa'],
    });
    await expect.poll(() => page.getByText(/atlantis/).count()).toBe(1);
  });
});

describe('moving a user', () => {
  it('follows the pointer: truth, paths and fix are new', async () => {
    const page = await open();
    const user = 0;
    const before = await page.evaluate((index) => {
      window.wavefix.selectUser(index);
      const { truth } = window.wavefix.fixes('pe-msrn');
      return { truth: truth[index], pixel: window.wavefix.project(truth[index]) };
    }, user);
    if (!before.pixel) throw new Error('There is no map.');
    const [x, y] = before.pixel;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 10, y + 3);
    await page.mouse.move(x + 30, y + 8, { steps: 5 });
    await page.mouse.up();
    await expect
      .poll(() => page.evaluate((index) => window.wavefix.fixes('pe-msrn').truth[index], user))
      .not.toEqual(before.truth);
    const after = await page.evaluate((index) => window.wavefix.fixes('pe-msrn').truth[index], user);
    expect(after[2]).toBeCloseTo(before.truth[2], 9);
  });

  it('goes by the arrow keys, a quarter of a metre a press', async () => {
    const page = await open();
    const before = await page.evaluate(() => {
      window.wavefix.selectUser(1);
      return window.wavefix.fixes('pe-msrn').truth[1];
    });
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    const east = (): Promise<number> => page.evaluate(() => window.wavefix.fixes('pe-msrn').truth[1][0]);
    await expect.poll(east).toBeCloseTo(before[0] + 0.25, 6);
  });

  it('answers programs, and refuses a place inside a wall', async () => {
    const page = await open();
    const answer = await page.evaluate(() => window.wavefix.moveUser(2, [30, 20, 1.5]));
    expect(answer.truth).toEqual([30, 20, 1.5]);
    expect(answer.paths).toBeGreaterThan(0);
    const { estimates, errors } = answer;
    expect(errors['pe-msrn']).toBeCloseTo(Math.hypot(...estimates['pe-msrn'].map((c, i) => c - answer.truth[i])), 4);
    const refusal = await page.evaluate(() =>
      window.wavefix.moveUser(2, [30, 20, 0]).then(
        () => 'moved',
        (error: { code: string }) => error.code,
      ),
    );
    expect(refusal).toBe('too-close');
    expect((await page.evaluate(() => window.wavefix.moveUser(2, [30, 20.5, 1.5]))).truth).toEqual([30, 20.5, 1.5]);
  });
});

describe('changing what is compared', () => {
  it('measures anew at another SNR', async () => {
    const page = await open({ query: '?estimators=toa-aoa' });
    const median = (): Promise<number> =>
      page.evaluate(() => {
        const { error } = window.wavefix.fixes('toa-aoa');
        return error.toSorted((a, b) => a - b)[error.length >> 1];
      });
    await page.evaluate(() => window.wavefix.setSnr(20));
    const clear = await median();
    await page.evaluate(() => window.wavefix.setSnr(-10));
    expect(await page.evaluate(() => window.wavefix.state().snrDb)).toBe(-10);
    expect(await median()).toBeGreaterThan(clear);
  });

  it('compares two estimators at once', async () => {
    const page = await open();
    await page.evaluate(() => window.wavefix.setEstimators(['pe-msrn', 'toa-aoa']));
    const counts = await page.evaluate(() => ['pe-msrn', 'toa-aoa'].map((id) => window.wavefix.fixes(id).error.length));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(390);
  });
});

describe('the rail', () => {
  it('opens every stage large', async () => {
    const page = await open({ context: { viewport: { width: 1280, height: 800 } } });
    for (const stage of ['Paths', 'CSI', 'Measurement', 'Features', 'Network', 'Estimate']) {
      await page
        .getByRole('button', { name: new RegExp(`^${stage}`) })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});

describe('a browser that lacks something', () => {
  it('without WebGL2 says so and still finds users', async () => {
    const page = await open({
      before: () => {
        type GetContext = (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) => unknown;
        const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as GetContext;
        const withoutWebGl: GetContext = function (kind, ...rest) {
          return kind.startsWith('webgl') ? null : original.call(this, kind, ...rest);
        };
        Reflect.set(HTMLCanvasElement.prototype, 'getContext', withoutWebGl);
      },
    });
    await expect.poll(() => page.getByText(/WebGL2/).count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => window.wavefix.fixes('pe-msrn').error.length)).toBeGreaterThan(0);
  });

  it('without workers says so', async () => {
    const page = await open({
      untilReady: false,
      before: () => {
        Reflect.deleteProperty(window, 'Worker');
      },
    });
    await expect.poll(() => page.getByText(/worker/i).count()).toBeGreaterThan(0);
  });
});
