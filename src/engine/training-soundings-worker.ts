/** The entry of a worker that measures a training set. */
import { serveTasks } from '../compute/task-server.ts';
import { webTaskPort } from '../compute/web-workers.ts';
import {
  createSoundings,
  soundingsBuffers,
  type SoundingsResult,
  type SoundingsSetup,
  type SoundingsTask,
} from './training-soundings.ts';

serveTasks(webTaskPort<SoundingsSetup, SoundingsTask, SoundingsResult>(), createSoundings, soundingsBuffers);
