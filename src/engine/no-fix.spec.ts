/** Bad input on its way through the spine: a typed reason at the end, never a number. */
import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { explainNoFix, refusalSentence } from '../estimators/no-fix.ts';
import { createToaAoa } from '../estimators/toa-aoa/estimator.ts';
import { createToa } from '../estimators/toa/estimator.ts';
import { delayWarning } from '../measurement/delay-wrap.ts';
import { NO_FIX_SENTENCE, reasonOfCode, type NoFixReason } from '../measurement/no-fix.ts';
import { boxScene, polygonScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import { createMaterial } from '../scene/materials.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { createPipeline } from './pipeline.ts';
import { viewLinks } from './views.ts';
import type { World } from './world.ts';

const hall = boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] });
const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' as const };
const site: Site = { ...siteAt([1, 10, 4]), panel };

const radio = { ...SMALL_RADIO, carrierFrequency: 3.5e9 };
/** A sounding that tells the walls' echoes apart, at a site that has fewer antennas than there are echoes. */
const wide = { ...radio, resourceBlocks: 272, delayBins: 4096 };
const few: Site = { ...site, panel: { ...panel, rows: 2, columns: 2 } };

function worldOf(scene: Scene, sites: readonly Site[], changes: Partial<World> = {}): World {
  return {
    scene,
    sites,
    radio,
    paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 1 },
    noiseSeed: 1,
    snr: (snrDb) => ({ kind: 'imposed', rangeDb: [snrDb, snrDb] }),
    ...changes,
  };
}

/** One user through the pipeline and both estimators: where they have it, or why not. */
async function find(world: World, position: readonly [number, number, number], snrDb = 10) {
  const pipeline = createPipeline(world, { count: 1, positions: Float64Array.from(position) });
  const record = pipeline.observe(0, snrDb);
  const { links: records } = record;
  const input = { count: 1, links: pipeline.reports(0, 1), heights: Float64Array.of(position[2]) };
  const answers = await Promise.all(
    [createToaAoa(), createToa()].map(async (estimator) => {
      const fix = await estimator.estimate(input);
      return Number.isNaN(fix[0]) ? explainNoFix(estimator, input, 0) : [...fix];
    }),
  );
  const [shown] = viewLinks(world, record).links;
  return {
    records,
    shown,
    reasons: input.links.map(({ measurements }) => reasonOfCode(measurements.reasons[0])),
    answers,
  };
}

describe('bad input', () => {
  it.each<[string, Scene, Site, number, NoFixReason, Partial<World>?]>([
    ['a user at −∞ dB', hall, site, -Infinity, 'no-signal'],
    ['a site with one antenna', hall, { ...site, panel: { ...panel, rows: 1, columns: 1 } }, 10, 'panel-too-small'],
    ['a site with one row', hall, { ...site, panel: { ...panel, rows: 1 } }, 10, 'panel-too-small'],
    ['a sounding of one tone', hall, site, 10, 'one-tone', { radio: { ...radio, resourceBlocks: 1, combSize: 12 } }],
    ['more arrivals than antennas', hall, few, 30, 'too-many-sources', { radio: wide }],
    ['a user at no number of decibels', hall, site, Number.NaN, 'not-finite'],
  ])('%s: the reason reaches every estimator and the page', async (_, scene, bad, snrDb, reason, changes) => {
    const { records, reasons, answers, shown } = await find(worldOf(scene, [bad], changes), [12, 8, 1.5], snrDb);
    expect(records[0].report).toEqual({ kind: 'no-fix', reason });
    expect(shown).toMatchObject({ reason: NO_FIX_SENTENCE[reason], warning: '' });
    expect(reasons).toEqual([reason]);
    expect(answers).toEqual([
      { kind: 'no-report', reasons: [reason] },
      { kind: 'no-report', reasons: [reason] },
    ]);
  });

  it('a user behind a wall without a gap: no path', async () => {
    const wall = polygonScene(
      [
        [
          [15, -500, -500],
          [15, 500, -500],
          [15, 500, 500],
          [15, -500, 500],
        ],
      ],
      createMaterial('metal', 0.2),
    );
    const { records, answers } = await find(worldOf(wall, [site]), [20, 8, 1.5]);
    expect(records[0]).toMatchObject({ snrDb: 10, report: { kind: 'no-fix', reason: 'no-path' } });
    const [refusal] = answers;
    if (Array.isArray(refusal)) throw new Error('a fix without a path');
    expect(refusalSentence(refusal)).toBe('No path reaches the site.');
  });

  it('no noise at all: an exact fix', async () => {
    const world = worldOf(hall, [site], { paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 0 } });
    const { records, answers } = await find(world, [12, 8, 1.5], Infinity);
    expect(records[0].report).toMatchObject({ kind: 'measurement', snr: Infinity });
    const [fix] = answers;
    if (!Array.isArray(fix)) throw new Error('no fix without noise');
    expect(fix).toBeAllclose([12, 8, 1.5], { absolute: 1e-3 });
    expect(answers[1]).toEqual({ kind: 'too-few-sites', needed: 3, heard: 1 });
  });

  it('a path longer than the comb can tell apart: a warning beside the report', async () => {
    const ground = polygonScene(
      [
        [
          [-9000, -9000, 0],
          [9000, -9000, 0],
          [9000, 9000, 0],
          [-9000, 9000, 0],
        ],
      ],
      createMaterial('medium_dry_ground', 0.2),
    );
    const world = worldOf(ground, [site]);
    const { records, shown } = await find(world, [7000, 10, 1.5]);
    expect(shown.reason).toBe('');
    expect(shown.warning).toMatch(/late; this sounding repeats after 4\.17 µs, so the reported delay is too short/);
    const warning = delayWarning(records[0].paths, world.radio);
    expect(warning).toMatchObject({ strongest: true });
    expect(warning?.longest).toBeGreaterThan(warning?.period ?? Infinity);
  });
});
