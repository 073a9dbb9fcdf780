import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { shippedWeights } from './tools/shipped-weights.ts';

/** Cross-origin isolation, which threaded WebAssembly needs. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  // One page without client-side routes: what does not exist is a 404, not the page again.
  appType: 'mpa',
  // Weights lie beside the page, so that it answers without a network.
  plugins: [react(), viteStaticCopy({ targets: [{ src: 'models', dest: '.' }] }), shippedWeights()],
  server: { headers: isolation },
  preview: { headers: isolation },
  build: { target: 'es2022', chunkSizeWarningLimit: 1500 },
  worker: {
    format: 'es',
    plugins: () => [shippedWeights()],
    // The threaded wasm backend turns a function into text for its own workers; a minifier that renames what the
    // text refers to breaks it ("e is not defined").
    rolldownOptions: { output: { minify: false } },
  },
});
