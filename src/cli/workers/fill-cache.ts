/** The entry of a worker that fills blocks of a kept computation. */
import { nodeTaskPort } from '../../compute/node-workers.ts';
import { serveTasks } from '../../compute/task-server.ts';
import type { CacheSetup } from '../../datasets/cache-setup.ts';
import { createBlockFiller } from '../../datasets/cache-setup.ts';

serveTasks(nodeTaskPort<CacheSetup, number, number>(), createBlockFiller, () => []);
