/** The lint rule against import cycles, and what its plugin has to be told to see TypeScript at all. */
import importX from 'eslint-plugin-import-x';
import type { Linter } from 'eslint';

/** Where source files may lie and how they end. */
const EXTENSIONS = ['.ts', '.tsx', '.js'];

/** See the file's head. */
export const IMPORT_CYCLES: Linter.Config = {
  plugins: { 'import-x': importX },
  settings: {
    'import-x/resolver-next': [importX.createNodeResolver({ extensions: EXTENSIONS })],
    // Without these two the plugin takes every TypeScript file for one it cannot read, and says nothing.
    'import-x/extensions': EXTENSIONS,
    'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
  },
  rules: { 'import-x/no-cycle': 'error' },
};
