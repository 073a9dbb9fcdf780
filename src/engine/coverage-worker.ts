/** The entry of a worker that maps coverage. */
import { serveTasks } from '../compute/task-server.ts';
import { webTaskPort } from '../compute/web-workers.ts';
import type { CoverageBatch } from './base.ts';
import { coverageBuffers, createCoverageTracer, type CoverageSetup } from './coverage.ts';

serveTasks(webTaskPort<CoverageSetup, Float64Array, CoverageBatch>(), createCoverageTracer, coverageBuffers);
