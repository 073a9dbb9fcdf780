import { expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { measureEvaluationSet } from '../datasets/evaluation-set.ts';
import { S3_2D } from '../datasets/s3-2d.ts';
import { measureSet } from './measure-set.ts';

it('measures on several threads what is measured on one, to the same bits', async () => {
  const dataset = openDataset(S3_2D);
  const request = { split: 'test', protocol: 'held-out', seed: 3, count: 3 } as const;
  const done: number[] = [];
  const together = await measureSet(dataset, request, (users) => done.push(users), 2);
  const alone = measureEvaluationSet(dataset, request);
  expect(done).toEqual([2, 3]);
  expect(together.users).toEqual(alone.users);
  expect(together.links).toEqual(alone.links);
  expect(together.channels?.estimate(2, 0)).toEqual(alone.channels?.estimate(2, 0));
});
