/** The worker's entry: binds the handlers to the worker's own port. */
import shipped from 'virtual:shipped-weights';
import { BUNDLED_WASM } from '../compute/wasm-paths.ts';
import { createBackend } from './backend.ts';
import type { EngineCalls } from './base.ts';
import { serve, type Port } from './rpc.ts';

// The page's typings know `self` as a window; in a worker it is a port.
serve<EngineCalls>(self as unknown as Port, createBackend(BUNDLED_WASM, shipped));
