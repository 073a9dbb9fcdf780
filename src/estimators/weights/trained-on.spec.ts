import { describe, expect, it } from 'vitest';
import type { Estimator } from '../estimator.ts';
import { checkTrainedOn } from './trained-on.ts';

const classical: Estimator = {
  parameterCount: 0,
  flopCount: 0,
  estimate: ({ count }) => Promise.resolve(new Float32Array(3 * count)),
  dispose: () => undefined,
};
const trained: Estimator = { ...classical, trainedOn: { dataset: 's3-3d', hash: 'aa' } };

describe('checkTrainedOn', () => {
  it('lets weights of the same content and classical estimators through', () => {
    checkTrainedOn(trained, { id: 's3-3d', hash: 'aa' }, 'here');
    checkTrainedOn(classical, { id: 's3-3d', hash: 'bb' }, 'here');
  });

  it('refuses weights of another dataset, and of another revision of the same one', () => {
    for (const dataset of [
      { id: 's2-3d', hash: 'bb' },
      { id: 's3-3d', hash: 'bb' },
    ]) {
      expect(() => checkTrainedOn(trained, dataset, 'models/x')).toThrow(
        expect.objectContaining({ code: 'bad-file', message: expect.stringContaining('models/x') as string }),
      );
    }
  });
});
