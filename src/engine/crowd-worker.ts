/** The entry of a worker that helps to trace a crowd. */
import { serveTasks } from '../compute/task-server.ts';
import { webTaskPort } from '../compute/web-workers.ts';
import type { UserPaths } from '../propagation/trace-user.ts';
import { createCrowdTracer, type CrowdSetup } from './crowd-tracing.ts';
import { collectBuffers } from './rpc.ts';

serveTasks(webTaskPort<CrowdSetup, Float64Array, readonly UserPaths[]>(), createCrowdTracer, collectBuffers);
