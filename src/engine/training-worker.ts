/** The entry of the worker that trains: binds the handlers to the worker's own port. */
import { BUNDLED_WASM } from '../compute/wasm-paths.ts';
import { serve, type Port } from './rpc.ts';
import { createTrainingBackend } from './training-backend.ts';
import type { TrainingCalls } from './training-view.ts';

// The page's typings know `self` as a window; in a worker it is a port.
serve<TrainingCalls>(self as unknown as Port, createTrainingBackend(BUNDLED_WASM));
