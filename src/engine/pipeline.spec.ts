import { describe, expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import { evaluationOf } from '../datasets/evaluated.ts';
import { measureEvaluationSet } from '../datasets/evaluation-set.ts';
import { measureUsers } from '../datasets/measure-users.ts';
import { tracedLinks } from '../datasets/traced-links.ts';
import { datasetUsers } from '../datasets/users.ts';
import { finishSteps } from '../numerics/steps.ts';
import { createPipeline } from './pipeline.ts';
import { openUsers } from './routes.ts';
import { viewLinks } from './views.ts';
import { worldOfDataset } from './world.ts';

const dataset = openDataset(datasetOfScene('s3'));
const world = worldOfDataset(dataset);
const users = datasetUsers(dataset, 'test', 4);

describe('the pipeline', () => {
  it('measures what the dataset of the same link measures, but for the noise', () => {
    const pipeline = createPipeline(world, users);
    const record = pipeline.observe(0, 30);
    const job = measureUsers(tracedLinks(dataset, users), {
      to: 1,
      draws: 1,
      snr: { kind: 'imposed', rangeDb: [30, 30] },
      seeds: [1],
    });
    const [{ measurements: table }] = pipeline.reports(0, 1);
    const reports = finishSteps(job).links[0].measurements;
    expect(table.delay).toBeAllclose(reports.delay, { relative: 0, absolute: 1e-11 });
    expect(table.azimuth).toBeAllclose(reports.azimuth, { relative: 0, absolute: 1e-3 });
    expect(record.links[0].paths.count).toBeGreaterThan(1);
  });

  it.each(['held-out', 'grid'] as const)('makes the soundings of an evaluation over again: %s', async (protocol) => {
    const snrDb = protocol === 'grid' ? -4 : undefined;
    const evaluated = measureEvaluationSet(dataset, { ...evaluationOf(protocol), snrDb, count: 3 });
    const again = openUsers(dataset, 3, protocol).users;
    expect(again.positions).toEqual(evaluated.users.positions);
    const pipeline = createPipeline(worldOfDataset(dataset, protocol), again);
    await pipeline.observeCrowd(0, 3, snrDb ?? 0, {});
    expect(pipeline.reports(0, 3)[0].measurements).toEqual(evaluated.links[0].measurements);
    // A look at one of them is a look at the same sounding.
    const alone = createPipeline(worldOfDataset(dataset, protocol), again);
    expect(alone.observe(1, snrDb ?? 0)).toEqual(pipeline.observed(1));
    const before = alone.signals(1, 0).leastSquares.slice();
    alone.observe(2, snrDb ?? 0);
    expect(pipeline.signals(1, 0).leastSquares).toEqual(before);
  });

  it('computes nothing twice', () => {
    const pipeline = createPipeline(world, users);
    const record = pipeline.observe(1, 10);
    const signals = pipeline.signals(1, 0);
    expect(pipeline.observe(1, 10)).toBe(record);
    expect(pipeline.signals(1, 0)).toBe(signals);
    // Another SNR is another sounding through the same channel.
    expect(pipeline.observe(1, 0)).not.toBe(record);
    expect(pipeline.signals(1, 0).channel).toBe(signals.channel);
    expect(pipeline.signals(1, 0).leastSquares).not.toEqual(signals.leastSquares);
  });

  it('gives up large arrays beyond its budget, and makes them again to the same bits', () => {
    const roomy = createPipeline(world, users);
    const tight = createPipeline(world, users, undefined, 1);
    for (const pipeline of [roomy, tight]) for (let user = 0; user < 3; user++) pipeline.observe(user, 3);
    expect(tight.signals(0, 0)).toEqual(roomy.signals(0, 0));
    expect(tight.spectrum(1, 0)).toEqual(roomy.spectrum(1, 0));
  });

  it('observes a crowd as it observes each by itself, whatever the parts, and keeps the same signals', async () => {
    const alone = createPipeline(world, users);
    for (let user = 0; user < users.count; user++) alone.observe(user, 3);
    for (const part of [1, 3, 4]) {
      const crowd = createPipeline(world, users);
      for (let start = 0; start < users.count; start += part) {
        expect(await crowd.observeCrowd(start, Math.min(part, users.count - start), 3, {})).toEqual([]);
      }
      expect(crowd.reports(0, users.count)).toEqual(alone.reports(0, users.count));
      expect(crowd.observe(2, 3)).toEqual(alone.observe(2, 3));
      expect(crowd.signals(1, 0)).toEqual(alone.signals(1, 0));
    }
  });

  it('keeps what is newer where somebody of a crowd is moved or heard meanwhile', async () => {
    const place = [30, 20, 1.5] as const;
    const pipeline = createPipeline(world, users);
    let pauses = 0;
    await pipeline.observeCrowd(0, users.count, 3, {
      pause: () => {
        if (pauses++ === 1) pipeline.move(3, place);
        return Promise.resolve();
      },
    });
    const expected = createPipeline(world, users);
    expected.move(3, place);
    expect(pipeline.observe(3, 3)).toEqual(expected.observe(3, 3));
    expect(pipeline.signals(3, 0)).toEqual(expected.signals(3, 0));
    // What is known is not measured again.
    const before = pipeline.observe(0, 3);
    pauses = 10;
    await pipeline.observeCrowd(0, users.count, 3, { pause: () => Promise.reject(new Error('nothing is left to do')) });
    expect(pipeline.observe(0, 3)).toBe(before);
  });

  it('sounds nobody whom no path reaches, and has a silent channel to show', () => {
    const pipeline = createPipeline(world, users);
    pipeline.move(2, [17, 12, 0.8]);
    pipeline.observe(2, 6);
    const { channel, leastSquares } = pipeline.signals(2, 0);
    expect(channel.length).toBe(leastSquares.length);
    expect(channel.every((value) => value === 0)).toBe(true);
  });

  it('moves a user for good, or not at all', () => {
    const pipeline = createPipeline(world, users);
    const before = pipeline.observe(2, 6);
    expect(() => pipeline.move(2, [30, 20, 0.001])).toThrow(expect.objectContaining({ code: 'too-close' }));
    expect(pipeline.observe(2, 6)).toBe(before);
    pipeline.move(2, [30, 20, 1.5]);
    const after = pipeline.observe(2, 6);
    expect(after.position).toEqual([30, 20, 1.5]);
    expect(after.links[0].paths.delays[0]).not.toBe(before.links[0].paths.delays[0]);
    expect([...pipeline.users.positions.subarray(6, 9)]).toEqual([30, 20, 1.5]);
    // The table of users that was handed in stays as it was.
    expect([...users.positions.subarray(6, 9)]).toEqual([...before.position]);
  });

  it('has nothing of a user inside of something, says of what, and finds the user again outside', () => {
    const pipeline = createPipeline(world, users);
    const before = pipeline.observe(2, 6);
    pipeline.move(2, [17, 12, 0.8]);
    const inside = pipeline.observe(2, 6);
    expect(inside.enclosedBy).toMatch(/rack/i);
    expect(inside.links.map(({ report, paths }) => [report.kind, paths.count])).toEqual([['no-fix', 0]]);
    expect(viewLinks(world, inside).links[0].reason).toContain(inside.enclosedBy);
    pipeline.move(2, before.position);
    expect(pipeline.observe(2, 6)).toEqual(before);
  });
});
