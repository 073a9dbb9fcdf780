import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, expect, it } from 'vitest';
import { IMPORT_CYCLES } from './import-cycles.ts';

const folder = mkdtempSync(join(tmpdir(), 'wavefix-cycle-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Messages about files of these contents. */
async function lint(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }, IMPORT_CYCLES],
  });
  const results = await eslint.lintFiles(Object.keys(files));
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

it('finds a cycle of two TypeScript files, and none where there is none', async () => {
  const one = "import { two } from './two.ts';\nexport const one = (): number => two();\n";
  expect(
    await lint({
      'one.ts': one,
      'two.ts': "import { one } from './one.ts';\nexport const two = (): number => one();\n",
    }),
  ).toEqual(['import-x/no-cycle', 'import-x/no-cycle']);
  expect(await lint({ 'one.ts': one, 'two.ts': 'export const two = (): number => 2;\n' })).toEqual([]);
});
