/** The measurement batch on the machine's graphics processor, in a browser without the software adapters of the tests. */
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { chromiumLaunch } from '../../../tools/chromium.ts';
import { LabError, toLabError } from '../../errors/lab-error.ts';
import type { Figure } from './benchmark.ts';
import type { PageTiming } from './measure-in-page.ts';

/** What lets Chromium on Linux use a graphics processor for WebGPU without a screen. */
const GRAPHICS_FLAGS = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
  '--ignore-gpu-blocklist',
];

/**
 * @param onOneCore users a second of the same batch on one core, which the figure is held against
 * @returns one figure; not a number, with the reason, where there is no graphics processor
 * @throws LabError 'device' for whatever else keeps the batch from being measured: a browser that does not start, a kernel that
 *   does not compile
 */
export async function timeOnGraphicsProcessor(onOneCore: number): Promise<readonly Figure[]> {
  const timing = await openAndTime().catch((cause: unknown) => {
    const { message } = toLabError(cause);
    throw new LabError(
      'device',
      `The batch could not be measured in a browser: ${message}`,
      'Set CHROME_PATH to a browser that starts here, or mend what it says.',
    );
  });
  const name = 'measure batch on a graphics processor';
  if (timing.kind === 'not-measured') {
    return [{ name, unit: 'users/s', value: Number.NaN, note: `not measured: ${timing.reason}` }];
  }
  const { adapter, usersPerSecond } = timing;
  const ratio = usersPerSecond / onOneCore;
  return [
    { name, unit: 'users/s', value: usersPerSecond, peer: 'one core', peer_value: onOneCore, ratio, note: adapter },
  ];
}

async function openAndTime(): Promise<PageTiming> {
  const server = await createServer({ server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  try {
    await server.listen();
    const [url] = server.resolvedUrls?.local ?? [];
    const { args = [], ...launch } = await chromiumLaunch();
    const others = args.filter((flag) => !/webgpu|webgl|angle|use-gl|swiftshader|ignore-gpu/.test(flag));
    const browser = await chromium.launch({ ...launch, args: [...others, ...GRAPHICS_FLAGS] });
    try {
      const page = await browser.newPage();
      // Any file of the server gives the page its origin; the lab itself is not needed.
      await page.goto(`${url}favicon.svg`);
      return await page.evaluate<PageTiming>(
        `import('/src/cli/benchmarks/measure-in-page.ts').then(({ timeInPage }) => timeInPage())`,
      );
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
