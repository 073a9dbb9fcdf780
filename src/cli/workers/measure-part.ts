/** The entry of a worker that measures parts of an evaluation. */
import { nodeTaskPort } from '../../compute/node-workers.ts';
import { serveTasks } from '../../compute/task-server.ts';
import type { MeasuredPart, PartOfUsers, PartSetup } from '../../datasets/measured-part.ts';
import { createPartMeasurer, partBuffers } from '../../datasets/measured-part.ts';

serveTasks(nodeTaskPort<PartSetup, PartOfUsers, MeasuredPart>(), createPartMeasurer, partBuffers);
