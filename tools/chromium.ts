/**
 * The Chromium that npm brings (`@sparticuz/chromium`), unpacked once under node_modules/.cache, so that tests,
 * benchmarks and screenshots need no system package. `CHROME_PATH` names another browser instead.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LaunchOptions } from 'playwright-core';

/** Software WebGL2 and software WebGPU, so that every machine draws and computes the same. */
const GRAPHICS_FLAGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** Flags that let Chromium run as root in a container; the pages it opens are our own. */
const CONTAINER_FLAGS = ['--no-sandbox', '--disable-setuid-sandbox', '--font-render-hinting=none'];

/** Unpacks the browser if this version is not unpacked yet, and says where it lies. */
async function unpack(): Promise<string> {
  const require = createRequire(import.meta.url);
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json');
  const { version } = require(manifest) as { version: string };
  const cache = join(dirname(fileURLToPath(import.meta.url)), '../node_modules/.cache');
  const target = join(cache, `chromium-${version}`);
  if (existsSync(join(target, 'chromium'))) return target;
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'chromium-partial-'));
  // The package unpacks into the temporary folder of its process, and its shared libraries only where it believes to
  // be in a cloud function: so a process of its own, told both.
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`],
    { cwd: dirname(cache), env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' } },
  );
  try {
    await rename(partial, target);
  } catch (cause) {
    // Another process was faster; its copy is as good.
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(join(target, 'chromium'))) throw cause;
  }
  return target;
}

/**
 * Writes a font configuration that names the font which the package brings: its own looks into folders of a cloud
 * function, and a browser that finds no font at all ends on the first text that is not plain.
 */
async function configureFonts(folder: string): Promise<string> {
  const file = join(folder, 'fonts', 'wavefix-fonts.conf');
  const folders = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  await writeFile(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((path) => `  <dir>${path}</dir>`).join('\n')}
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`,
  );
  return file;
}

/**
 * Options for `chromium.launch` of playwright-core.
 *
 * @throws if the browser cannot be unpacked
 */
export async function chromiumLaunch(): Promise<LaunchOptions> {
  const args = [...GRAPHICS_FLAGS, ...CONTAINER_FLAGS];
  const own = process.env.CHROME_PATH;
  if (own) return { executablePath: own, args };
  const folder = await unpack();
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value;
  environment.LD_LIBRARY_PATH = [join(folder, 'al2023/lib'), environment.LD_LIBRARY_PATH].filter(Boolean).join(':');
  environment.FONTCONFIG_FILE ??= await configureFonts(folder);
  return { executablePath: join(folder, 'chromium'), args, env: environment };
}
