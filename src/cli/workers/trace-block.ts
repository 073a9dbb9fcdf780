/** The entry of a worker that traces blocks of users. */
import { nodeTaskPort } from '../../compute/node-workers.ts';
import { serveTasks } from '../../compute/task-server.ts';
import type { PathBlock } from '../../datasets/path-block.ts';
import { blockBuffers } from '../../datasets/path-block.ts';
import type { BlockTracerSetup } from '../../datasets/trace-block.ts';
import { createBlockTracer } from '../../datasets/trace-block.ts';

serveTasks(nodeTaskPort<BlockTracerSetup, Float64Array, PathBlock>(), createBlockTracer, blockBuffers);
