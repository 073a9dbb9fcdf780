/** The built page as a visitor meets it: it answers, it can be moved, and it says what is wrong. */
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import type { Point } from '../src/lab/map/ray-plane.ts';
import { placeHandles } from '../src/lab/map/site-handles.ts';
import { buildScene } from '../src/scene/registry.ts';
import type { Site } from '../src/scene/sites.ts';
import { escapePanel, pixelsOf, usePage } from './page.ts';

const open = usePage();

/** What the page says of one user. */
interface Fix {
  readonly truth: Point;
  readonly estimate: readonly number[];
  readonly error: number;
}

/** Runs in the page. */
const readFix = (user: number): Fix => {
  const { truth, estimate, error } = window.wavefix.fixes('pe-msrn');
  return { truth: truth[user], estimate: estimate[user], error: error[user] };
};

/** What each stage says at large, with its units. */
const STAGES: Readonly<Record<string, readonly RegExp[]>> = {
  Paths: [/takes [\d.]+\sns/, /delay, ns/, /gain, dB/, /line of sight|reflection/],
  CSI: [/786 tones over [\d.]+\sMHz/, /[\d.−]+\sdB/],
  Measurement: [/time of arrival, ns/, /azimuth, °/, /received power, dB|path gain, dB/],
  Features: [/become 32 features/, /SNR γ = [\d.−]+\sdB/, /standard deviations/],
  Network: [/PE-MSRN passes/, /x, east/, /feature image 6×6×1/, /multi scale fused/],
  Estimate: [/[\d.]+\sm away/, /PE-MSRN/, /metres/],
};

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - b[axis]));

describe('opening', () => {
  it('finds the users of the hall, draws their error curve, and opens every stage of one of them large', async () => {
    const page = await open({ context: { viewport: { width: 1024, height: 700 } } });
    for (const [stage, says] of Object.entries(STAGES)) {
      await page
        .getByRole('button', { name: new RegExp(`^${stage}`) })
        .first()
        .click();
      const dialog = page.getByRole('dialog');
      for (const words of says) await expect.poll(() => dialog.innerText()).toMatch(words);
      await escapePanel(page);
    }
    await expect.poll(() => page.evaluate(() => window.wavefix.state().progress)).toBeNull();
    const { state, fixes } = await page.evaluate(() => ({
      state: window.wavefix.state(),
      fixes: window.wavefix.fixes('pe-msrn'),
    }));
    expect(state).toMatchObject({ scene: 's3', dataset: 's3-3d', estimators: ['pe-msrn', 'toa-aoa'] });
    // Of those that cannot run here, each says what it lacks.
    expect(Object.keys(state.unavailable)).not.toContain('pe-msrn');
    expect(state.unavailable.tdoa).toMatch(/needs the reports of 3 sites/);
    expect(state.backend?.reason).not.toBe('');
    expect(fixes.error).toHaveLength(400);
    const found = fixes.error.filter(Number.isFinite);
    expect(found.length).toBeGreaterThanOrEqual(390);
    fixes.error.forEach((error, user) => {
      if (!Number.isFinite(error)) return;
      const [east, north, up] = [0, 1, 2].map((axis) => fixes.estimate[user][axis] - fixes.truth[user][axis]);
      expect(error).toBeCloseTo(Math.hypot(east, north, up), 4);
    });
    // What the page shows is what the network can do: far better than guessing the middle of the hall.
    const median = found.toSorted((a, b) => a - b)[found.length >> 1];
    expect(median).toBeLessThan(1);
    await expect.poll(() => page.getByText('400 of 400 users').count()).toBeGreaterThan(0);
    await page.waitForSelector('.js-plotly-plot', { state: 'attached' });
  });

  it.each([
    {
      name: 'dark',
      query: '?users=30',
      context: { colorScheme: 'dark', viewport: { width: 1024, height: 700 } },
    },
    {
      name: 'light, narrow',
      query: '?mode=explore&users=30',
      context: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
    },
  ] as const)('has no accessibility violation: $name', async (options) => {
    const page = await open(options);
    /** Looks at the whole page, or at what has been opened on it since. */
    const check = async (part = 'html'): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).include(part).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    };
    await check();
    await page
      .getByRole('button', { name: /^Measurement/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    await check('[role=dialog]');
    await escapePanel(page);
    await page.getByRole('button', { name: 'Sites and interactions' }).click();
    await page.getByRole('button', { name: /^West wall/ }).click();
    await page.getByLabel('z height of West wall, metres').waitFor();
    await check('[data-lab-panel=world]');
    await page.getByRole('tab', { name: 'Interactions' }).click();
    await check('[data-lab-panel=world]');
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
    for (const unknown of [/atlantis/, /oracle/, /99999/]) {
      await expect.poll(() => page.getByText(unknown).count()).toBe(1);
    }
  });
});

describe('moving a user', () => {
  it('follows the pointer, the arrow keys and programs; says why it has no fix, and refuses a place at a surface', async () => {
    const page = await open();
    const user = 0;
    await page.evaluate((index) => window.wavefix.selectUser(index), user);
    const before = await page.evaluate(readFix, user);
    const [[x, y]] = await pixelsOf(page, [before.truth]);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 10, y + 3);
    await page.mouse.move(x + 30, y + 8, { steps: 5 });
    await page.mouse.up();
    // The user is under the pointer at once, its fix follows: wait for the fix of where it was let go.
    let after = before;
    await expect
      .poll(async () => {
        after = await page.evaluate(readFix, user);
        const [pixel] = await pixelsOf(page, [after.truth]);
        return distance(pixel, [x + 30, y + 8]);
      })
      .toBeLessThan(1);
    expect(after.estimate).not.toEqual(before.estimate);
    expect(after.error).toBeCloseTo(distance(after.estimate, after.truth), 3);
    expect(after.truth[2]).toBeCloseTo(before.truth[2], 9);

    // By the arrow keys, a quarter of a metre a press.
    const still = await page.evaluate(readFix, 1);
    await page.evaluate(() => window.wavefix.selectUser(1));
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await page.evaluate(readFix, 1)).estimate).not.toEqual(still.estimate);
    const { truth } = await page.evaluate(readFix, 1);
    // One step along the axis that points to the right of the picture.
    expect(distance(truth, still.truth)).toBeCloseTo(0.25, 6);

    // By a program.
    const answer = await page.evaluate(() => window.wavefix.moveUser(2, [30, 20, 1.5]));
    expect(answer.truth).toEqual([30, 20, 1.5]);
    expect(answer.paths).toBeGreaterThan(0);
    const { estimates, errors } = answer;
    expect(errors['pe-msrn']).toBeCloseTo(Math.hypot(...estimates['pe-msrn'].map((c, i) => c - answer.truth[i])), 4);
    const refusals = await page.evaluate(() =>
      Promise.all(
        (
          [
            [30, 20, 0],
            [500, 500, 1],
          ] as const
        ).map((place) =>
          window.wavefix.moveUser(2, place).then(
            () => 'moved',
            (error: { code: string }) => error.code,
          ),
        ),
      ),
    );
    // On the floor, outside the hall.
    expect(refusals).toEqual(['too-close', 'bad-argument']);
    await page.evaluate(() => window.wavefix.selectUser(2));
    const inside = await page.evaluate(() => window.wavefix.moveUser(2, [17, 12, 0.8]));
    expect(inside).toMatchObject({
      estimates: {},
      paths: 0,
      reason: expect.stringMatching(/inside of .*rack/i) as string,
    });
    await page
      .getByText(/The user is inside of .*rack/i)
      .first()
      .waitFor();
    expect((await page.evaluate(() => window.wavefix.moveUser(2, [30, 20.5, 1.5]))).truth).toEqual([30, 20.5, 1.5]);
  });
});

describe('sites by hand', () => {
  it('moves a site, leaves out what was trained with it elsewhere, and puts it back', async () => {
    const page = await open({ query: '?users=20', context: { viewport: { width: 1024, height: 700 } } });
    const inUse = (): Promise<readonly string[]> => page.evaluate(() => window.wavefix.state().estimators);
    const errorOfFirst = (): Promise<number> => page.evaluate(() => window.wavefix.fixes('toa-aoa').error[0]);
    const before = await errorOfFirst();
    await page.getByRole('button', { name: 'Sites and interactions' }).click();
    await page.getByRole('button', { name: /^West wall/ }).click();
    const height = page.getByLabel('z height of West wall, metres');
    await height.fill('3');
    await height.press('Enter');
    await expect.poll(inUse).toEqual(['toa-aoa']);
    await expect.poll(async () => ![before, Number.NaN].includes(await errorOfFirst())).toBe(true);
    await page
      .getByText(/trained with the sites where they were/)
      .first()
      .waitFor();
    // Into the floor it cannot go: it is said, and the site stays where it was.
    await height.fill('0');
    await height.press('Enter');
    await expect.poll(() => page.getByRole('alert').count()).toBe(1);
    await expect.poll(() => height.inputValue()).toBe('3.00');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(inUse).toEqual(['pe-msrn', 'toa-aoa']);
    // The noise of a user is its own: where everything is as it was, so is the fix.
    await expect.poll(errorOfFirst).toBe(before);
  });
});

describe('a site on the map', () => {
  it('is turned, tilted and moved by what can be gripped there, and by keys', async () => {
    const page = await open({
      query: '?users=4&estimators=toa-aoa',
      context: { viewport: { width: 1024, height: 700 } },
    });
    const firstError = (): Promise<number> => page.evaluate(() => window.wavefix.fixes('toa-aoa').error[0]);
    await expect.poll(firstError).not.toBeNaN();
    const before = await firstError();
    const { bounds, sites } = buildScene('s3');
    const [site] = sites;
    await page.getByRole('button', { name: 'Sites and interactions' }).click();
    await page.getByRole('button', { name: /^West wall/ }).click();
    const field = (name: string): Promise<number> => page.getByLabel(name, { exact: true }).inputValue().then(Number);
    const drag = async (from: Point, to: Point): Promise<void> => {
      const [start, end] = await pixelsOf(page, [from, to]);
      await page.mouse.move(...start);
      await page.mouse.down();
      await page.mouse.move(...end, { steps: 4 });
      await page.mouse.up();
    };
    const radians = (degrees: number): number => (degrees * Math.PI) / 180;
    const turned: Site = { ...site, orientation: { ...site.orientation, azimuth: radians(40) } };
    await drag(placeHandles(site, bounds).turn, placeHandles(turned, bounds).turn);
    await expect.poll(() => field('Azimuth, degrees')).toBeCloseTo(40, 0);
    expect(await field('Tilt, degrees')).toBeCloseTo(-10, 1);

    const [x, y, z] = placeHandles(turned, bounds).tilt;
    await drag([x, y, z], [x, y, z + 1.5]);
    await expect.poll(() => field('Tilt, degrees')).toBeGreaterThan(0);
    expect(await field('Azimuth, degrees')).toBeCloseTo(40, 0);

    await page.getByRole('application').focus();
    await page.keyboard.press('q');
    await expect.poll(() => field('Azimuth, degrees')).toBeCloseTo(45, 0);

    // It was selected before, so that this press may move it.
    const [from, to] = [site.position, [site.position[0] + 4, site.position[1] + 3, site.position[2]] as const];
    await drag(from, to);
    await expect.poll(() => field('x east of West wall, metres')).toBeCloseTo(to[0], 0);
    expect(await field('y north of West wall, metres')).toBeCloseTo(to[1], 0);
    expect(await field('z height of West wall, metres')).toBeCloseTo(to[2], 1);
    // Who is found from now on is found from there.
    await expect.poll(async () => ![before, Number.NaN].includes(await firstError())).toBe(true);
  });
});

describe('where it computes', () => {
  it('follows the address and the menu, and says why', async () => {
    const page = await open({
      query: '?backend=cpu&estimators=toa-aoa&users=20',
      context: { viewport: { width: 1024, height: 700 } },
    });
    const backend = (): Promise<unknown> => page.evaluate(() => window.wavefix.state().backend);
    expect(await backend()).toMatchObject({ name: 'cpu', reason: expect.stringContaining('asked for') as string });
    await page.getByRole('button', { name: /^Computed by CPU/ }).click();
    await page.getByRole('menuitemradio', { name: /^WebAssembly/ }).click();
    // The scene is opened anew there.
    await expect.poll(backend).toMatchObject({ name: 'wasm' });
    await expect.poll(() => new URL(page.url()).searchParams.get('backend')).toBe('wasm');
  });
});

describe('changing what is compared', () => {
  it('measures anew at another SNR, and fetches the weights of whoever joins', async () => {
    const page = await open({ query: '?estimators=toa-aoa&users=120' });
    const median = (): Promise<number> =>
      page.evaluate(() => {
        const error = window.wavefix.fixes('toa-aoa').error.filter(Number.isFinite);
        return error.toSorted((a, b) => a - b)[error.length >> 1];
      });
    await page.evaluate(() => window.wavefix.setSnr(20));
    const clear = await median();
    await page.evaluate(() => window.wavefix.setSnr(-10));
    expect(await page.evaluate(() => window.wavefix.state().snrDb)).toBe(-10);
    expect(await median()).toBeGreaterThan(clear);

    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(() => window.wavefix.setEstimators(['toa-aoa', 'wknn']));
    await expect.poll(() => asked.some((path) => path.endsWith('/wknn/s3-3d/database.bin'))).toBe(true);
    expect(asked.filter((path) => path.startsWith('/models/')).every((path) => path.includes('/wknn/'))).toBe(true);
    const counts = await page.evaluate(() =>
      ['toa-aoa', 'wknn'].map((id) => window.wavefix.fixes(id).error.filter(Number.isFinite).length),
    );
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(114);
  });
});

describe('a browser that lacks something', () => {
  it('without WebGL2 says so and still finds users', async () => {
    const page = await open({
      query: '?users=20',
      before: () => {
        type GetContext = (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) => unknown;
        const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as GetContext;
        const withoutWebGl: GetContext = function (kind, ...rest) {
          return kind.startsWith('webgl') ? null : original.call(this, kind, ...rest);
        };
        Reflect.set(HTMLCanvasElement.prototype, 'getContext', withoutWebGl);
      },
    });
    await expect
      .poll(() =>
        page
          .getByText(/WebGL2/)
          .first()
          .innerText(),
      )
      .toMatch(/WebGL2/);
    // Without a map a user is chosen and moved by its card.
    await page.evaluate(() => window.wavefix.selectUser(1));
    await expect.poll(() => page.getByText(/\d\sm away/).count()).toBeGreaterThan(0);
    const errors = await page.evaluate(() => window.wavefix.fixes('pe-msrn').error);
    expect(errors.filter(Number.isFinite).length).toBeGreaterThan(0);
  });

  it('without workers says so', async () => {
    const page = await open({
      until: 'loaded',
      before: () => {
        Reflect.deleteProperty(window, 'Worker');
      },
    });
    await page.getByRole('alert').getByText('this browser has no workers').waitFor();
    // What still works is said, too, and whoever embeds the page hears of it.
    expect(await page.getByRole('alert').innerText()).toMatch(/can be read.*so does the terminal/s);
    const code = await page.evaluate(() =>
      window.wavefix.ready.then(
        () => 'kept',
        (error: { code: string }) => error.code,
      ),
    );
    expect(code).toBe('unsupported');
  });
});
