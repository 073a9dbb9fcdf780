import { describe, expect, it } from 'vitest';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE, prepareSite, tracePaths } from '../propagation/trace.ts';
import { buildTokyo } from '../scene/tokyo/tokyo.ts';
import type { Progress } from './base.ts';
import { prepareWorld, type PreparationControl } from './preparation.ts';
import { createTurns } from './turns.ts';

const scene = boxScene({ minimum: [0, 0, 0], maximum: [40, 20, 6] });
const paths = { ...DEFAULT_TRACE, frequency: 3.5e9 };
const sites = [siteAt([1, 10, 5]), siteAt([39, 10, 5])];

function control(): PreparationControl & { readonly told: Progress[]; readonly controller: AbortController } {
  const told: Progress[] = [];
  const controller = new AbortController();
  return { turns: createTurns(), emit: (progress) => told.push(progress), signal: controller.signal, told, controller };
}

describe('prepareWorld', () => {
  it('prepares what the tracer would prepare at once', async () => {
    const { ends } = await prepareWorld({ scene, sites, paths }, null, control());
    const prepared = prepareScene(scene);
    for (const [index, site] of sites.entries()) {
      const user = [13.2, 7.7, 1.5] as const;
      expect(tracePaths(ends[index], user)).toEqual(tracePaths(prepareSite(prepared, site, paths), user));
    }
  });

  it('does nothing twice: scene and sites that stay are taken over, with other tracing none of the sites', async () => {
    const before = await prepareWorld({ scene, sites, paths }, null, control());
    const moved = [structuredClone(sites[0]), siteAt([38, 12, 5])];
    const after = await prepareWorld({ scene, sites: moved, paths }, before, control());
    expect(after.prepared).toBe(before.prepared);
    expect(after.ends[0].tree).toBe(before.ends[0].tree);
    expect(after.ends[1].site).toBe(moved[1]);
    expect(after.ends[1].tree).not.toBe(before.ends[1].tree);
    const other = await prepareWorld({ scene, sites, paths: { ...paths, maximumReflections: 1 } }, before, control());
    expect(other.prepared).toBe(before.prepared);
    expect(other.ends[0].tree.depth).toBe(1);
  });

  it('says how far it is in a town, and stops when nobody wants it any more', async () => {
    const town = buildTokyo();
    const world = {
      scene: town,
      sites: town.sites,
      paths: { ...paths, maximumReflections: 2, diffraction: 'edge' },
    } as const;
    const watched = control();
    const work = prepareWorld(world, null, {
      ...watched,
      emit(progress) {
        watched.emit(progress);
        if (progress.stage.startsWith('preparing site')) watched.controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    const stages = watched.told.map(({ stage }) => stage);
    expect(stages[0]).toBe('preparing walls and edges');
    expect(stages.at(-1)).toBe(`preparing site 1 of ${town.sites.length}`);
    const shares = watched.told.slice(0, -1).map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('refuses a world without sites', async () => {
    await expect(prepareWorld({ scene, sites: [], paths }, null, control())).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});
