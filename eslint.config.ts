import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import type { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { IMPORT_CYCLES } from './tools/import-cycles.ts';

/** The stages in the order of the data; a stage imports only those before it. */
const STAGES = ['scene', 'propagation', 'channel', 'measurement', 'features', 'estimators', 'evaluation'] as const;

/** Rooms that see the whole spine, or none of it: what each may not import. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  errors: [...STAGES, 'numerics', 'compute', 'datasets', 'training', 'engine', 'lab', 'cli'],
  numerics: [...STAGES, 'compute', 'datasets', 'training', 'engine', 'lab', 'cli'],
  compute: [...STAGES, 'datasets', 'training', 'engine', 'lab', 'cli'],
  datasets: ['estimators', 'evaluation', 'training', 'engine', 'lab', 'cli'],
  training: ['engine', 'lab', 'cli'],
  // The page trains, too, with the loop that the terminal has.
  engine: ['lab', 'cli'],
  cli: ['lab'],
  ...Object.fromEntries(
    STAGES.map((stage, index) => [
      stage,
      [...STAGES.slice(index + 1), 'training', 'engine', 'lab', 'cli', ...(stage === 'evaluation' ? [] : ['datasets'])],
    ]),
  ),
};

/** What a stage, and everything that computes, must not touch. */
const PURITY = [
  {
    selector: "CallExpression[callee.property.name='dataSync']",
    message: 'Blocks, and kills a software WebGPU device: await data().',
  },
  {
    selector: "CallExpression[callee.property.name='arraySync']",
    message: 'Blocks, and kills a software WebGPU device: await array().',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness comes from a seeded generator that is handed in.',
  },
];

/** Stages know neither page nor process: nothing there may depend on where it runs. */
const SURROUNDINGS = [
  ...['window', 'self', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'indexedDB'],
  ...['fetch', 'requestAnimationFrame', 'process', 'performance', 'Date', 'crypto'],
].map((name) => ({ name, message: 'A stage is a pure function: no page, no process, no clock.' }));

const tests = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.browser_test.ts', 'e2e/**'];

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'public/', 'models/', '.cache/'] },
  ...tseslint.configs.recommendedTypeChecked,
  IMPORT_CYCLES,
  { files: ['src/lab/**'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', ...PURITY],
    },
  },
  ...Object.entries(FORBIDDEN).map(([room, forbidden]): Linter.Config => ({
    files: [`src/${room}/**/*.{ts,tsx}`],
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
              message: `${room}/ comes before that room on the spine (see the README).`,
            },
            ...(['compute', 'estimators', 'training'].includes(room)
              ? []
              : [{ regex: '^@tensorflow/', message: 'tfjs stays behind compute/, estimators/ and training/.' }]),
          ],
        },
      ],
      ...((STAGES as readonly string[]).includes(room) || room === 'numerics'
        ? { 'no-restricted-globals': ['error', ...SURROUNDINGS] }
        : {}),
    },
  })),
  {
    files: ['src/lab/**/*.{ts,tsx}'],
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^(\\.\\./)+(scene|propagation|channel|measurement|features|estimators|evaluation|training|datasets|compute|cli)/|engine/(?!frontend)',
              message: 'The page reaches the stages through engine/frontend alone.',
            },
            { regex: '^@tensorflow/', message: 'tfjs stays behind compute/, estimators/ and training/.' },
          ],
        },
      ],
    },
  },
  {
    // Where weights come from is the one door of the stages to the network.
    files: ['src/estimators/weights/source.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
);
