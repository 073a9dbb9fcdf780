import { playwright } from '@vitest/browser-playwright';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { shippedWeights } from './tools/shipped-weights.ts';
import { chromiumLaunch } from './tools/chromium.ts';
import { PATIENCE } from './e2e/patience.ts';

/**
 * Unit tests run in Node, browser tests in the Chromium that npm brings, end-to-end tests drive the built page. A slow
 * machine is waited for: a test fails for what it sees, not for when.
 */
export default defineConfig(async () => ({
  test: {
    // Left to itself it keeps one core free.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['src/**/*.spec.{ts,tsx}', 'tools/**/*.spec.ts'],
          setupFiles: ['src/numerics/testing/matchers.ts'],
          environment: 'node',
          // A process loads the code once for all of its files, because loading costs more than most tests. So they share its
          // modules and its globals: a file that depends on the tensors' backend sets it, and one that replaces a clock, a
          // function or a global puts the real one back.
          isolate: false,
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
        },
      },
      {
        plugins: [shippedWeights()],
        worker: { format: 'es' as const, plugins: () => [shippedWeights()] },
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-layers',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgpu',
            '@tensorflow/tfjs-backend-cpu',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/**/*.browser_test.ts'],
          setupFiles: ['src/numerics/testing/matchers.ts'],
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          expect: { poll: { timeout: PATIENCE } },
          browser: {
            enabled: true,
            headless: true,
            connectTimeout: PATIENCE,
            provider: playwright({ launchOptions: await chromiumLaunch() }),
            instances: [{ browser: 'chromium' as const }],
            screenshotFailures: false,
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          environment: 'node',
          testTimeout: 5 * PATIENCE,
          hookTimeout: PATIENCE,
          expect: { poll: { timeout: PATIENCE } },
          fileParallelism: false,
        },
      },
    ],
  },
}));
